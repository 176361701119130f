using Engage.Streams;
using Engage.Topics;
using DecodeError = Engage.Streams.DecodeError;

namespace Engage.SegmentMaterializer.Domain.Input;

/// <summary>The rules of semantics H that an event must keep beyond decoding. Pure; allocates nothing for a good one.</summary>
internal static class CheckEvent
{
    private const int MinCurrencyLength = 2;
    private const int MaxCurrencyLength = 10;

    /// <summary>Of a player's id, in bytes: it is part of keys and of timers, which hold no more than 1 KiB.</summary>
    private const int MaxPlayerIdBytes = 1_000;

    private static readonly DecodeError KeyMismatch = new("key_mismatch", "the record's key must be the player_id; produce the event with that key", "player_id");
    private static readonly DecodeError OversizedId = new("oversized_id", $"player_id must have at most {MaxPlayerIdBytes} bytes", "player_id");
    private static readonly DecodeError SelfReversal = new("reverses_itself", "an event cannot reverse itself; name the event_id of the original", "reverses");
    private static readonly DecodeError InvalidRate = new("invalid_rate", "exchange_rate must be above 0", "exchange_rate");
    private static readonly DecodeError RateWithoutCurrency = new("rate_without_currency", "exchange_rate needs rate_currency, the currency it converts to", "rate_currency");

    /// <summary>Why the event is invalid; null: it is good. Control records are exempt and must not be passed.</summary>
    public static DecodeError? Of(ReadOnlySpan<byte> key, in PlayerEventView record)
    {
        if (EmptyId(record) is { } empty) return empty;
        if (!key.SequenceEqual(record.PlayerId)) return KeyMismatch;
        if (key.Length > MaxPlayerIdBytes) return OversizedId;
        if (record.Reverses is { HasValue: true } reverses && reverses.Value.SequenceEqual(record.EventId)) return SelfReversal;
        return Money(record);
    }

    private static DecodeError? EmptyId(in PlayerEventView record)
    {
        var field = record.Source.IsEmpty ? "source" : record.EventId.IsEmpty ? "event_id" : record.Type.IsEmpty ? "type" : record.PlayerId.IsEmpty ? "player_id" : null;
        return field is null ? null : new DecodeError("empty_id", $"{field} must not be empty", field);
    }

    private static DecodeError? Money(in PlayerEventView record)
    {
        if (record.Amount < 0) return Negative("amount");
        foreach (var entry in record.Amounts)
        {
            if (entry.Value < 0) return Negative("amounts");
        }

        if (record.Currency is { HasValue: true } currency && !IsCurrency(currency.Value)) return InvalidCurrency("currency");
        if (record.RateCurrency is { HasValue: true } rateCurrency && !IsCurrency(rateCurrency.Value)) return InvalidCurrency("rate_currency");
        if (record.ExchangeRate is not { } rate) return null;
        return rate <= 0 ? InvalidRate : record.RateCurrency.HasValue ? null : RateWithoutCurrency;
    }

    private static DecodeError Negative(string field) => new("negative_amount", $"{field} must not be below 0; a reversal states what it takes back as a positive amount", field);

    private static DecodeError InvalidCurrency(string field) => new("invalid_currency", $"{field} must be {MinCurrencyLength} to {MaxCurrencyLength} letters or digits", field);

    private static bool IsCurrency(ReadOnlySpan<byte> code)
    {
        if (code.Length is < MinCurrencyLength or > MaxCurrencyLength) return false;
        foreach (var letter in code)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter)) return false;
        }

        return true;
    }
}
