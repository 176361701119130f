using System.Globalization;

namespace Engage.Hosting.Configuration;

/// <summary>Turns the text of a setting into the type of its property, and back for printing.</summary>
internal static class SettingValue
{
    /// <summary>Whether settings of this type are a single text.</summary>
    public static bool IsScalar(Type type) => Expected(Nullable.GetUnderlyingType(type) ?? type) is not null;

    /// <returns>Null when the text was understood, else what it must be.</returns>
    public static string? Parse(string text, Type type, out object? value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return TryParse(text.Trim(), text, type, out value) ? null : Expected(type);
    }

    public static string Format(object? value) => value switch
    {
        null => "",
        TimeSpan duration => Duration.Format(duration),
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string? Expected(Type type) => type switch
    {
        _ when type == typeof(string) => "must be text",
        _ when type == typeof(bool) => "must be true or false",
        _ when type == typeof(int) || type == typeof(long) => "must be a whole number",
        _ when type == typeof(double) || type == typeof(decimal) => "must be a number such as 0.5",
        _ when type == typeof(TimeSpan) => "must be a duration such as 100ms, 5s, 15m or 00:00:05",
        _ when type == typeof(ByteSize) => "must be a size such as 64MiB or 1GiB",
        _ when type == typeof(Uri) => "must be an absolute address such as http://127.0.0.1:8081",
        _ when type.IsEnum => $"must be one of {string.Join(", ", Enum.GetNames(type))}",
        _ => null,
    };

    private static bool TryParse(string text, string untrimmed, Type type, out object? value)
    {
        value = type switch
        {
            _ when type == typeof(string) => untrimmed,
            _ when type == typeof(bool) => bool.TryParse(text, out var flag) ? flag : null,
            _ when type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ when type == typeof(long) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ when type == typeof(double) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
            _ when type == typeof(decimal) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ when type == typeof(TimeSpan) => Duration.TryParse(text, out var duration) ? duration : null,
            _ when type == typeof(ByteSize) => ByteSize.TryParse(text, out var size) ? size : null,
            _ when type == typeof(Uri) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null,
            _ => Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse(type, name) : null,
        };
        return value is not null;
    }
}
