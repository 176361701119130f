using System.Diagnostics;
using System.Globalization;
using Engage.Rules.Time;
using NodaTime;
using NodaTime.Text;

namespace Engage.Rules.Templates;

/// <summary>Turns the value of a variable into text, filter by filter.</summary>
internal static class TemplateFilters
{
    private static readonly LocalDatePattern DatePattern = LocalDatePattern.Iso;
    private static readonly LocalDateTimePattern MomentPattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm");

    /// <param name="variable">The variable.</param>
    /// <param name="values">Where its path is looked up.</param>
    /// <param name="text">The text, not yet escaped.</param>
    /// <returns>The failure's code; null where there is none.</returns>
    public static string? Apply(TemplatePart.Variable variable, ITemplateValues values, out string text)
    {
        text = variable.Fallback ?? string.Empty;
        var value = values.Find(variable.Path);
        if (value is null) return variable.Fallback is null ? "missing_variable" : null;

        // An empty name is there, but a fallback is what its author wanted to see instead.
        if (value is TemplateValue.Text { Value.Length: 0 } && variable.Fallback is not null) return null;

        foreach (var filter in variable.Filters)
        {
            var filtered = Apply(filter, value, values);
            if (filtered is null) return "bad_value";
            value = new TemplateValue.Text(filtered);
        }

        text = Plain(value, values);
        return null;
    }

    private static string? Apply(TemplateFilter filter, TemplateValue value, ITemplateValues values) => filter switch
    {
        TemplateFilter.Money => Money(value),
        TemplateFilter.Number => NumberOf(value) is { } number ? number.ToString("#,##0.########", CultureInfo.InvariantCulture) : null,
        TemplateFilter.Date => Date(value, values),
        TemplateFilter.Upper => Plain(value, values).ToUpperInvariant(),
        TemplateFilter.Lower => Plain(value, values).ToLowerInvariant(),
        TemplateFilter.Truncate truncate => Truncate(Plain(value, values), truncate.Length),
        _ => throw new UnreachableException($"Nothing applies {filter}."),
    };

    /// <summary>At least two decimals, and all that the amount has: a crypto stake must not read as 0.00.</summary>
    private static string? Money(TemplateValue value)
    {
        if (NumberOf(value) is not { } number) return null;

        var text = number.ToString("#,##0.00######", CultureInfo.InvariantCulture);
        return value is TemplateValue.Money { Currency: { } currency } ? $"{text} {currency}" : text;
    }

    private static decimal? NumberOf(TemplateValue value) => value switch
    {
        TemplateValue.Money money => money.Value,
        TemplateValue.Number number => number.Value,
        TemplateValue.Text text when decimal.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => null,
    };

    private static string? Date(TemplateValue value, ITemplateValues values) => value switch
    {
        TemplateValue.Moment moment => DatePattern.Format(Local(moment, values).Date),
        TemplateValue.Text text when DatePattern.Parse(text.Value) is { Success: true } date => DatePattern.Format(date.Value),
        TemplateValue.Text text when OffsetDateTimePattern.Rfc3339.Parse(text.Value) is { Success: true } moment =>
            DatePattern.Format(moment.Value.InZone(Zone(values)).Date),
        _ => null,
    };

    private static string Truncate(string text, int length)
    {
        // Lengths are counted as readers count, so that a letter never loses its accent nor an emoji its half.
        var characters = StringInfo.ParseCombiningCharacters(text);
        return characters.Length <= length ? text : text[..characters[length]];
    }

    private static string Plain(TemplateValue value, ITemplateValues values) => value switch
    {
        TemplateValue.Text text => text.Value,
        TemplateValue.Number number => number.Value.ToString("0.########", CultureInfo.InvariantCulture),
        TemplateValue.Money money => money.Value.ToString("0.########", CultureInfo.InvariantCulture),
        TemplateValue.Truth truth => truth.Value ? "true" : "false",
        TemplateValue.Moment moment => MomentPattern.Format(Local(moment, values)),
        _ => throw new UnreachableException($"Nothing writes {value}."),
    };

    private static LocalDateTime Local(TemplateValue.Moment moment, ITemplateValues values) =>
        ZonedTime.ToInstant(moment.Micros).InZone(Zone(values)).LocalDateTime;

    private static DateTimeZone Zone(ITemplateValues values) => ZonedTime.ZoneOrNull(values.TimeZone) ?? DateTimeZone.Utc;
}
