using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

using Microsoft.Extensions.Options;

namespace Engage.Hosting.Configuration;

/// <summary>Fills option types from settings, remembering every mistake, every effective value and every key that exists.</summary>
/// <remarks>Option types have a parameterless constructor with the defaults, and properties that are scalars, maps from text to scalars or option types, or option types.</remarks>
internal sealed class SectionBinder(Settings settings, List<string> problems)
{
    private const string FromDefault = "default";

    /// <summary>"NAME: The field TYPE.NAME must …." from generated validators, "Property NAME: must …" from written ones.</summary>
    private static readonly Regex ValidatorWords = new(@"^(Property )?(?<property>[\w.:-]+): (The field [\w.]+ )?(?<rule>.*?)\.?$", RegexOptions.NonBacktracking | RegexOptions.Singleline);

    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> openMaps = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> misread = new(StringComparer.OrdinalIgnoreCase);

    public List<EffectiveSetting> Effective { get; } = [];

    /// <summary>Every key that exists in the sections bound so far.</summary>
    public IReadOnlyCollection<string> KnownKeys => known;

    /// <summary>Binds one section and checks it.</summary>
    public T Bind<T>(string key, params IValidateOptions<T>[] rules)
        where T : class, new() => BindOver(new T(), key, rules);

    /// <summary>Binds one section over the given defaults and checks it.</summary>
    public T BindOver<T>(T defaults, string key, params IValidateOptions<T>[] rules)
        where T : class
    {
        Fill(defaults, key);
        Check(defaults, key, rules);
        return defaults;
    }

    /// <summary>Checks options that <see cref="Bind{T}"/> has filled as a part of others.</summary>
    public void Check<T>(T options, string key, params IValidateOptions<T>[] rules)
        where T : class
    {
        foreach (var rule in rules)
            foreach (var failure in rule.Validate(null, options).Failures ?? [])
                AddFailure(key, failure);
    }

    /// <summary>Whether a key was bound, or lies in a map that takes any key.</summary>
    public bool IsKnown(string key) => known.Contains(key) || openMaps.Any(map => key.StartsWith(map + ":", StringComparison.OrdinalIgnoreCase));

    private void Fill(object options, string key)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var propertyKey = $"{key}:{property.Name}";
            if (SettingValue.IsScalar(property.PropertyType)) FillScalar(options, property, propertyKey);
            else if (MapValueType(property.PropertyType) is { } valueType) property.SetValue(options, ReadMap(propertyKey, valueType));
            else Fill(property.GetValue(options) ?? throw new InvalidOperationException($"{propertyKey} needs a default."), propertyKey);
        }
    }

    private void FillScalar(object options, PropertyInfo property, string key)
    {
        known.Add(key);
        var isSecret = Secrets.IsSecret(property, key);
        var setting = settings.Find(key);
        if (setting is not null && Read(setting, property.PropertyType, isSecret, out var value)) property.SetValue(options, value);
        Effective.Add(new(key, Secrets.Show(property.GetValue(options), isSecret), setting?.Source ?? FromDefault));
    }

    private object ReadMap(string key, Type valueType)
    {
        var map = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), valueType))!;
        if (!SettingValue.IsScalar(valueType))
        {
            foreach (var name in settings.Below(key).Select(setting => setting.Key[(key.Length + 1)..].Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                var item = Activator.CreateInstance(valueType)!;
                Fill(item, $"{key}:{name}");
                map[name] = item;
            }

            return map;
        }

        openMaps.Add(key);
        foreach (var setting in settings.Below(key))
        {
            var name = setting.Key[(key.Length + 1)..];
            var isSecret = Secrets.IsSecret(null, name);
            if (Read(setting, valueType, isSecret, out var value)) map[name] = value;
            Effective.Add(new(setting.Key, Secrets.Show(value, isSecret), setting.Source));
        }

        return map;
    }

    private bool Read(Setting setting, Type type, bool isSecret, out object? value)
    {
        var mistake = SettingValue.Parse(setting.Value, type, out value);
        if (mistake is null) return true;
        misread.Add(setting.Key);
        problems.Add($"{setting.Key} is {Secrets.Quote(setting.Value, isSecret)} ({setting.Source}): {mistake}");
        return false;
    }

    /// <summary>Puts key, value and source before a validator's words.</summary>
    private void AddFailure(string section, string failure)
    {
        var words = ValidatorWords.Match(failure);
        if (!words.Success)
        {
            problems.Add($"{section}: {failure}");
            return;
        }

        var key = $"{section}:{words.Groups["property"].Value}";
        if (misread.Contains(key)) return; // Said already; the default stands in its place.

        var setting = settings.Find(key);
        var effective = Effective.Find(item => item.Key.Equals(key, StringComparison.OrdinalIgnoreCase));
        var isSecret = effective?.Text == Secrets.Mask;
        var value = setting is null ? "not set" : string.Create(CultureInfo.InvariantCulture, $"{Secrets.Quote(setting.Value, isSecret)} ({setting.Source})");
        problems.Add($"{key} is {value}: {words.Groups["rule"].Value}");
    }

    private static Type? MapValueType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) && type.GenericTypeArguments[0] == typeof(string)
            ? type.GenericTypeArguments[1]
            : null;
}
