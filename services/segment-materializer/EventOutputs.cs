using System.Text;
using Engage.Avro.Binary;
using Engage.Contracts;
using Engage.Rules.Accumulation;
using Engage.Rules.Facts;
using Engage.Rules.Identity;
using Engage.Rules.Segments;
using Engage.SegmentMaterializer.Domain;
using Engage.Streams;
using Engage.Topics;

namespace Engage.SegmentMaterializer;

/// <summary>Writes what the materializer tells the others. Enriched events are assembled in place: the event's own bytes are copied, never encoded again.</summary>
internal sealed class EventOutputs(ITaskContext task)
{
    private readonly Output<string, EnrichedEvent> enriched = task.Output(Topics.Topics.EnrichedEvents);
    private readonly Output<string, SegmentChange> changes = task.Output(Topics.Topics.SegmentChanges);
    private readonly Output<string, PlayerProfile> profiles = task.Output(Topics.Topics.PlayerProfiles);

    /// <summary>What surrounds an event on its way to the matcher.</summary>
    internal readonly ref struct Envelope
    {
        public required long Position { get; init; }

        public int Index { get; init; }

        public EnrichedFlags Flags { get; init; }

        public required long JudgedAtMicros { get; init; }

        public required long IngestedAtMicros { get; init; }

        public required long DefinitionsOffset { get; init; }

        public ReadOnlySpan<byte> Segments { get; init; }

        public CurrencyCode Currency { get; init; }

        public ReadOnlySpan<byte> TimeZone { get; init; }

        public long ProfileVersion { get; init; }

        public bool ExtraConditionsHold { get; init; }

        public ReversalContext? Reversal { get; init; }
    }

    /// <param name="value">The PlayerEvent value as it came, wire header included.</param>
    public void Enriched(ReadOnlySpan<byte> player, in Envelope envelope, ReadOnlySpan<byte> value, in HeaderView headers)
    {
        Span<byte> currency = stackalloc byte[CurrencyCode.MaxLength];
        currency = currency[..envelope.Currency.Write(currency)];
        var writer = new AvroWriter(stackalloc byte[512]);
        try
        {
            ConfluentWire.WriteHeader(ref writer, Topics.Topics.EnrichedEvents.Wire.SchemaId);
            writer.WriteLong(envelope.Position);
            writer.WriteInt(envelope.Index);
            writer.WriteInt((int)envelope.Flags);
            writer.WriteLong(envelope.JudgedAtMicros);
            writer.WriteLong(envelope.IngestedAtMicros);
            writer.WriteLong(envelope.DefinitionsOffset);
            writer.WriteBytes(envelope.Segments);
            WriteOptional(ref writer, currency);
            WriteOptional(ref writer, envelope.TimeZone);
            writer.WriteLong(envelope.ProfileVersion);
            writer.WriteBoolean(envelope.ExtraConditionsHold);
            writer.WriteInt(envelope.Reversal is null ? 0 : 1);
            if (envelope.Reversal is { } reversal) ReversalContextCodec.Write(ref writer, reversal);
            writer.WriteBytes(value);
            enriched.SendRaw(player, writer.Written, TraceOf(headers));
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>The event that a change of tags derives from its cause, as it would have come (contracts.md §1).</summary>
    public static PlayerEvent Derived(PlayerEventView cause, CurrencyCode currency, TagChange change)
    {
        var identity = new EventIdentity(cause.Source, cause.EventId, cause.Type);
        return new PlayerEvent
        {
            Source = "engage",
            EventId = $"{Encoding.UTF8.GetString(cause.EventId)}#{change.Tag}",
            Type = change.Added ? "tag.added" : "tag.removed",
            PlayerId = Encoding.UTF8.GetString(cause.PlayerId),
            OccurredAtMicros = cause.OccurredAtMicros,
            Currency = currency.IsNone ? null : currency.ToString(),
            Attributes = new Dictionary<string, AttributeValue> { ["tag"] = AttributeValue.FromString(change.Tag) },
            Backfill = cause.Backfill,
            RootId = cause.RootId is { HasValue: true } root ? Encoding.UTF8.GetString(root.Value) : Engage.Rules.Identity.RootId.Format(identity),
            Depth = cause.Depth + 1,
        };
    }

    public void Changed(ReadOnlySpan<byte> player, List<MembershipChange> memberships, long position, PlayerEventView cause)
    {
        foreach (var change in memberships)
        {
            var isEvent = change.Cause == MembershipCause.Event;
            Send(player, change, position, change.Cause switch { MembershipCause.Event => "event", MembershipCause.Clock => "clock", _ => "definition" },
                isEvent ? Encoding.UTF8.GetString(cause.Source) : null, isEvent ? Encoding.UTF8.GetString(cause.EventId) : null, isEvent ? Encoding.UTF8.GetString(cause.Type) : null);
        }
    }

    /// <summary>Changes that no event made.</summary>
    public void Changed(ReadOnlySpan<byte> player, List<MembershipChange> memberships, long position, string? cause = null)
    {
        foreach (var change in memberships) Send(player, change, position, cause ?? (change.Cause == MembershipCause.Clock ? "clock" : "definition"), null, null, null);
    }

    public void Profile(ReadOnlySpan<byte> player, PlayerRow row)
    {
        var name = Encoding.UTF8.GetString(player);
        var state = row.State;
        var attributes = new Dictionary<string, AttributeValue>(state.ProfileCount, StringComparer.Ordinal);
        for (var i = 0; i < state.ProfileCount; i++) attributes[Encoding.UTF8.GetString(state.ProfileNameAt(i))] = ValueOf(state.ProfileValueAt(i));
        var consents = new Dictionary<string, bool>(state.ConsentCount, StringComparer.Ordinal);
        for (var i = 0; i < state.ConsentCount; i++) consents[Encoding.UTF8.GetString(state.ConsentChannelAt(i))] = state.ConsentAt(i);
        profiles.Send(name, new PlayerProfile { PlayerId = name, Version = row.ProfileVersion, Attributes = attributes, Consents = consents, Suppression = row.Suppression });
    }

    public void ErasedProfile(ReadOnlySpan<byte> player, long version)
    {
        var name = Encoding.UTF8.GetString(player);
        profiles.Send(name, new PlayerProfile { PlayerId = name, Version = version, Erased = true });
    }

    public void ForgetProfile(ReadOnlySpan<byte> player) => profiles.SendRawTombstone(player);

    private void Send(ReadOnlySpan<byte> player, in MembershipChange change, long position, string cause, string? source, string? eventId, string? type)
    {
        var name = Encoding.UTF8.GetString(player);
        changes.Send(name, new SegmentChange
        {
            PlayerId = name,
            SegmentId = change.SegmentId,
            SegmentVersion = change.SegmentVersion,
            Entered = change.Entered,
            EffectiveAtMicros = change.EffectiveAtMicros,
            Cause = cause,
            Position = position,
            EventSource = source,
            EventId = eventId,
            EventType = type,
        });
    }

    private static AttributeValue ValueOf(FactValue value) => value.Kind switch
    {
        FactKind.Boolean => AttributeValue.FromBoolean(value.Boolean),
        FactKind.Long => AttributeValue.FromLong(value.Long),
        FactKind.Double => AttributeValue.FromDouble(value.Double),
        FactKind.Text => AttributeValue.FromString(Encoding.UTF8.GetString(value.Text)),
        _ => AttributeValue.Null,
    };

    private static void WriteOptional(ref AvroWriter writer, scoped ReadOnlySpan<byte> text)
    {
        writer.WriteInt(text.IsEmpty ? 0 : 1);
        if (!text.IsEmpty) writer.WriteUtf8(text);
    }

    private static HeaderBuffer? TraceOf(in HeaderView headers)
    {
        if (headers.IsEmpty || !headers.TryGet("traceparent"u8, out var parent)) return null;
        var kept = new HeaderBuffer();
        kept.Add("traceparent"u8, parent);
        return kept;
    }
}
