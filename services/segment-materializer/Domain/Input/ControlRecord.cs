using System.Text;
using Engage.Avro.Binary;
using Engage.Streams;
using Engage.Topics;
using DecodeError = Engage.Streams.DecodeError;

namespace Engage.SegmentMaterializer.Domain.Input;

/// <summary>A record of player-events that the engine wrote for itself. A closed hierarchy.</summary>
internal abstract record ControlRecord
{
    private ControlRecord()
    {
    }

    /// <summary><c>engage.definitions</c>: from here on the definitions up to <paramref name="Offset"/> are in force in this partition.</summary>
    /// <param name="Offset">Last record of the definitions topic, inclusive.</param>
    /// <param name="Previous">The one in force before; −1: none.</param>
    internal sealed record DefinitionsMarker(long Offset, long Previous) : ControlRecord;

    /// <summary><c>engage.run</c>: a scheduled run takes its audience from this partition as of here.</summary>
    internal sealed record RunMarker(string RunId, string RuleId, long DueMicros) : ControlRecord;

    /// <summary><c>engage.scheduled</c>: a scheduled run has reached this player.</summary>
    internal sealed record ScheduledPlayer(string RunId, string RuleId, long DueMicros) : ControlRecord;

    /// <summary>Reads a record whose type begins with <c>engage.</c>.</summary>
    /// <param name="error">What does not parse, code <c>invalid_control</c>.</param>
    public static ControlRecord? Parse(in PlayerEventView record, out DecodeError? error)
    {
        error = null;
        var type = record.Type;
        if (type.SequenceEqual(ReservedNames.DefinitionsMarker))
        {
            if (!TryLong(record, ReservedNames.Offset, out var offset) || offset < 0) return Refuse("offset", "a number from 0", out error);
            if (!TryLong(record, ReservedNames.Previous, out var previous) || previous < -1 || previous > offset) return Refuse("previous", "a number from -1 to offset", out error);
            return new DefinitionsMarker(offset, previous);
        }

        var isRun = type.SequenceEqual(ReservedNames.RunMarker);
        if (!isRun && !type.SequenceEqual(ReservedNames.ScheduledPlayer)) return Refuse(null, "of type engage.definitions, engage.run or engage.scheduled", out error);
        if (!TryText(record, ReservedNames.RunId, out var runId)) return Refuse("run_id", "a text", out error);
        if (!TryText(record, ReservedNames.RuleId, out var ruleId)) return Refuse("rule_id", "a text", out error);
        if (!TryLong(record, ReservedNames.Due, out var due)) return Refuse("due", "a number of microseconds", out error);
        return isRun ? new RunMarker(runId, ruleId, due) : new ScheduledPlayer(runId, ruleId, due);
    }

    private static ControlRecord? Refuse(string? attribute, string expected, out DecodeError? error)
    {
        error = attribute is null
            ? new DecodeError("invalid_control", $"a control record must be {expected}", "type")
            : new DecodeError("invalid_control", $"the control record's attribute {attribute} must be {expected}", "attributes." + attribute);
        return null;
    }

    private static bool TryLong(in PlayerEventView record, ReadOnlySpan<byte> name, out long value)
    {
        var found = record.Attributes.TryGet(name, out var attribute) && attribute.Kind == AttributeViewKind.Long;
        value = found ? attribute.Long : 0;
        return found;
    }

    private static bool TryText(in PlayerEventView record, ReadOnlySpan<byte> name, out string value)
    {
        var found = record.Attributes.TryGet(name, out var attribute) && attribute.Kind == AttributeViewKind.String && attribute.Utf8.Length > 0;
        value = found ? Encoding.UTF8.GetString(attribute.Utf8) : "";
        return found;
    }
}
