namespace Engage.Hosting.Configuration;

/// <summary>Prints the settings in force with their sources, secrets masked.</summary>
internal static class ConfigurationPrinter
{
    public static void Print(IReadOnlyList<EffectiveSetting> settings, TextWriter output)
    {
        var keyWidth = settings.Max(setting => setting.Key.Length);
        var textWidth = settings.Max(setting => setting.Text.Length);
        foreach (var setting in settings) output.WriteLine($"{setting.Key.PadRight(keyWidth)}  {setting.Text.PadRight(textWidth)}  {setting.Source}");
    }
}
