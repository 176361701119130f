using Engage.Avro.Binary;
using Engage.Contracts;

namespace Engage.Topics.Tests;

public sealed class PlayerEventCodecs
{
    public static TheoryData<string> Samples => ["full", "sparse"];

    [Theory, MemberData(nameof(Samples))]
    public void A_written_event_reads_back_equal(string sample)
    {
        var written = Encode(Event(sample));

        Assert.True(PlayerEventCodec.TryRead(written, out var read, out var error), error?.ToString());
        Assert.Equal(Event(sample), read);
    }

    [Theory, MemberData(nameof(Samples))]
    public void An_event_cut_off_at_any_byte_is_refused_with_a_reason(string sample)
    {
        var written = Encode(Event(sample));

        for (var length = 0; length < written.Length; length++)
        {
            Assert.False(PlayerEventCodec.TryRead(written.AsSpan(0, length), out _, out var recordError));
            Assert.False(PlayerEventView.TryParse(written.AsSpan(0, length), out _, out var viewError));
            Assert.Equal(DecodeFault.Truncated, recordError.Fault);
            Assert.Equal(recordError, viewError);
            Assert.NotEmpty(viewError.FieldPath);
        }
    }

    [Fact]
    public void A_view_shows_the_fields_in_place()
    {
        var written = Encode(PlayerEvents.Full);

        Assert.True(PlayerEventView.TryParse(written, out var view, out _));

        Assert.True(view.PlayerId.SequenceEqual("player-åda"u8));
        Assert.Equal(PlayerEvents.NineMicros, view.OccurredAtMicros);
        Assert.Equal(12.5m, view.Amount);
        Assert.True(view.HasCurrency);
        Assert.True(view.Currency.Value.SequenceEqual("EUR"u8));
        Assert.True(view.Amounts.TryGet("bonus"u8, out var bonus));
        Assert.Equal(2.5m, bonus);
        Assert.True(view.Attributes.TryGet("provider"u8, out var provider));
        Assert.True(provider.Utf8.SequenceEqual("netent"u8));
        Assert.Equal(5, view.Attributes.Count());
        Assert.True(view.HasUpdate);
        Assert.Equal(1, view.Update.Value.AddTags.Count());
        Assert.True(view.Update.Value.Suppression.Value.SequenceEqual("none"u8));
        Assert.True(view.Backfill);
        Assert.Equal(2, view.Depth);
        Assert.Equal(PlayerEvents.Full, view.ToRecord());
    }

    [Fact]
    public void Absent_fields_are_seen_as_absent()
    {
        Assert.True(PlayerEventView.TryParse(Encode(PlayerEvents.Sparse), out var view, out _));

        Assert.Null(view.Amount);
        Assert.False(view.HasCurrency);
        Assert.True(view.Currency.Value.IsEmpty);
        Assert.True(view.Attributes.IsEmpty);
        Assert.False(view.HasUpdate);
    }

    [Fact]
    public void Looking_at_every_field_of_an_event_allocates_nothing()
    {
        var written = Encode(PlayerEvents.Full);
        Look(written);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1_000; round++) Look(written);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    [Theory, MemberData(nameof(Samples))]
    public void Fields_set_from_a_view_write_the_same_bytes(string sample)
    {
        var written = Encode(Event(sample));
        Assert.True(PlayerEventView.TryParse(written, out var view, out _));
        var writer = new AvroWriter(stackalloc byte[256]);

        Forward(view, ref writer);

        Assert.Equal(written, writer.Written.ToArray());
        writer.Dispose();
    }

    [Fact]
    public void Fields_that_are_not_set_have_their_defaults()
    {
        var writer = new AvroWriter(stackalloc byte[256]);

        new PlayerEventFields { Source = "s"u8, EventId = "e"u8, Type = "t"u8, PlayerId = "p"u8, OccurredAtMicros = PlayerEvents.NineMicros }.Write(ref writer);

        Assert.Equal(Encode(PlayerEvents.Sparse), writer.Written.ToArray());
        writer.Dispose();
    }

    [Fact]
    public void Forwarding_an_event_field_by_field_allocates_nothing()
    {
        var written = Encode(PlayerEvents.Full);
        var scratch = new byte[1024];
        ForwardInto(written, scratch);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1_000; round++) ForwardInto(written, scratch);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    private static void ForwardInto(ReadOnlySpan<byte> payload, Span<byte> scratch)
    {
        Assert.True(PlayerEventView.TryParse(payload, out var view, out _));
        var writer = new AvroWriter(scratch);
        Forward(view, ref writer);
        writer.Dispose();
    }

    private static void Forward(in PlayerEventView view, ref AvroWriter writer) => new PlayerEventFields
    {
        Source = view.Source,
        EventId = view.EventId,
        Type = view.Type,
        PlayerId = view.PlayerId,
        OccurredAtMicros = view.OccurredAtMicros,
        Amount = view.Amount,
        RawAmounts = view.RawAmounts,
        Currency = view.Currency,
        ExchangeRate = view.ExchangeRate,
        RateCurrency = view.RateCurrency,
        Reverses = view.Reverses,
        RawAttributes = view.RawAttributes,
        RawUpdate = view.RawUpdate,
        Backfill = view.Backfill,
        RootId = view.RootId,
        Depth = view.Depth,
    }.Write(ref writer);

    private static decimal Look(ReadOnlySpan<byte> payload)
    {
        Assert.True(PlayerEventView.TryParse(payload, out var view, out _));
        decimal seen = view.Source.Length + view.EventId.Length + view.Type.Length + view.PlayerId.Length + view.OccurredAtMicros;
        seen += (view.Amount ?? 0) + view.Currency.Value.Length + (view.ExchangeRate ?? 0) + view.RateCurrency.Value.Length + view.Reverses.Value.Length;
        foreach (var entry in view.Amounts) seen += entry.Key.Length + entry.Value;
        foreach (var entry in view.Attributes) seen += entry.Key.Length + entry.Value.Utf8.Length + entry.Value.Long;
        foreach (var entry in view.Update.Value.Set) seen += entry.Key.Length + (int)entry.Value.Kind;
        foreach (var tag in view.Update.Value.AddTags) seen += tag.Length;
        foreach (var entry in view.Update.Value.Consents) seen += entry.Value ? 1 : 0;
        return seen + view.RawAttributes.Length + view.RootId.Value.Length + view.Depth;
    }

    private static PlayerEvent Event(string sample) => sample == "full" ? PlayerEvents.Full : PlayerEvents.Sparse;

    private static byte[] Encode(PlayerEvent value)
    {
        var writer = new AvroWriter(stackalloc byte[256]);
        try
        {
            PlayerEventCodec.Write(ref writer, value);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }
}
