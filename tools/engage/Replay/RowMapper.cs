using System.Globalization;
using Engage.Contracts;

namespace Engage.Cli.Replay;

/// <summary>Turns rows into events as a mapping says. Pure.</summary>
internal sealed class RowMapper(EventMapping mapping)
{
    private const int MaxDecimals = 8;

    /// <summary>The events of one row; none if no entry's condition holds.</summary>
    /// <exception cref="RowException">A value is missing or cannot be read; nothing of the row may be used.</exception>
    public IEnumerable<PlayerEvent> Events(Row row)
    {
        foreach (var mapped in mapping.Events)
        {
            if (mapped.When.All(test => test.Value is null ? row.Has(test.Column) : row.Text(test.Column) == test.Value)) yield return Event(mapped, row);
        }
    }

    private static PlayerEvent Event(MappedEvent mapped, Row row) => new()
    {
        Source = Required("source", mapped.Source, row),
        EventId = Required("event_id", mapped.EventId, row),
        Type = Required("type", mapped.Type, row),
        PlayerId = Required("player", mapped.Player, row),
        OccurredAtMicros = Time(Required("occurred_at", mapped.OccurredAt, row), mapped.TimeFormat),
        Amount = Money("amount", mapped.Amount, row),
        Amounts = mapped.Amounts
            .Select(named => (named.Key, Value: Money(named.Key, named.Value, row)))
            .Where(named => named.Value is not null)
            .ToDictionary(named => named.Key, named => named.Value!.Value),
        Currency = Optional(mapped.Currency, row),
        ExchangeRate = Money("exchange_rate", mapped.ExchangeRate, row),
        RateCurrency = Optional(mapped.RateCurrency, row),
        Reverses = Optional(mapped.Reverses, row),
        Backfill = mapped.Backfill,
        Attributes = Attributes(mapped.Attributes, row),
        Update = mapped.Update is { } update ? Update(update, row) : null,
    };

    private static PlayerUpdate Update(MappedUpdate mapped, Row row) => new()
    {
        Set = Attributes(mapped.Set, row),
        AddTags = [.. mapped.AddTags.Select(tag => tag.Of(row)).Where(tag => tag.Length > 0)],
        RemoveTags = [.. mapped.RemoveTags.Select(tag => tag.Of(row)).Where(tag => tag.Length > 0)],
        Consents = mapped.Consents
            .Select(consent => (consent.Key, Text: consent.Value.Of(row)))
            .Where(consent => consent.Text.Length > 0)
            .ToDictionary(consent => consent.Key, consent => Boolean(consent.Key, consent.Text)),
        Suppression = Optional(mapped.Suppression, row),
    };

    private static Dictionary<string, AttributeValue> Attributes(IReadOnlyList<MappedAttribute> mapped, Row row)
    {
        var attributes = new Dictionary<string, AttributeValue>(mapped.Count, StringComparer.Ordinal);
        foreach (var attribute in mapped)
        {
            if (attribute.Pattern.Of(row) is { Length: > 0 } text) attributes[attribute.Name] = Attribute(attribute, text);
        }

        return attributes;
    }

    private static AttributeValue Attribute(MappedAttribute attribute, string text) => attribute.Type switch
    {
        AttributeType.Text => AttributeValue.FromString(text),
        AttributeType.Boolean => AttributeValue.FromBoolean(Boolean(attribute.Name, text)),
        AttributeType.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? AttributeValue.FromLong(whole)
            : throw new RowException($"{attribute.Name} is \"{text}\", which is not a whole number"),
        AttributeType.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? AttributeValue.FromDouble(number)
            : throw new RowException($"{attribute.Name} is \"{text}\", which is not a number"),
        _ => throw new System.Diagnostics.UnreachableException($"The attribute type {attribute.Type} was parsed, but nothing reads it."),
    };

    private static bool Boolean(string name, string text) => text switch
    {
        "true" or "1" or "yes" => true,
        "false" or "0" or "no" => false,
        _ => throw new RowException($"{name} is \"{text}\", which is neither true nor false"),
    };

    private static decimal? Money(string name, Arithmetic? sum, Row row)
    {
        if (sum?.Of(row) is not { } value) return null;
        if (decimal.Round(value, MaxDecimals) != value) throw new RowException($"{name} is {value.ToString(CultureInfo.InvariantCulture)}, which has more than {MaxDecimals} decimals");
        return value;
    }

    private static long Time(string text, TimeFormat format)
    {
        if (format == TimeFormat.Iso)
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond
                : throw new RowException($"occurred_at is \"{text}\", which is not a time such as 2026-11-02T09:00:00Z");
        }

        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var units) || units is < 0 or > 1_000_000_000_000_000_000m)
            throw new RowException($"occurred_at is \"{text}\", which is not a number of {format}");
        return (long)(units * format switch
        {
            TimeFormat.UnixSeconds => 1_000_000,
            TimeFormat.UnixMilliseconds => 1_000,
            _ => 1,
        });
    }

    private static string Required(string name, TextPattern pattern, Row row) =>
        pattern.Of(row) is { Length: > 0 } text ? text : throw new RowException($"{name} is empty");

    private static string? Optional(TextPattern? pattern, Row row) => pattern?.Of(row) is { Length: > 0 } text ? text : null;
}
