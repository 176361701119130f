namespace Engage.Hosting.Configuration;

/// <summary>Every configured value by its key (<c>Section:Key</c>, case-insensitive). Later layers replace earlier ones.</summary>
internal sealed class Settings
{
    private readonly Dictionary<string, Setting> byKey = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<Setting> All => byKey.Values.OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase);

    public void Set(string key, string value, string source) => byKey[key] = new Setting(key, value, source);

    public Setting? Find(string key) => byKey.GetValueOrDefault(key);

    /// <summary>What lies below <paramref name="key"/>.</summary>
    public IEnumerable<Setting> Below(string key)
    {
        var prefix = key + ":";
        return All.Where(setting => setting.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }
}
