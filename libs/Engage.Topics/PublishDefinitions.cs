using System.Buffers;
using System.Text;
using Engage.Contracts;
using Engage.Rules.Definitions;
using Engage.Rules.Planning;
using Engage.Streams;
using Contract = Engage.Contracts.Definition;

namespace Engage.Topics;

/// <summary>Writes what <c>apply</c> writes (semantics 0b): new versions and one marker into every partition of player-events, in one transaction.</summary>
public static class PublishDefinitions
{
    private const string PendingKind = "pending";

    /// <summary>How a pending apply says that its author has agreed to what players lose.</summary>
    private const string Confirmed = "apply --yes";

    /// <summary>Puts a plan in force for every event after now.</summary>
    /// <param name="writer">Opened before the plan's definitions were read to their end.</param>
    /// <param name="appliedBy">Who or what applies it, for the record.</param>
    /// <param name="settles">The pending apply that is hereby done; null: none.</param>
    /// <param name="nowMicros">Microseconds since the Unix epoch.</param>
    /// <returns>Where each partition's marker stands; empty where nothing changed.</returns>
    public static IReadOnlyDictionary<int, long> Publish(IDefinitionWriter writer, DefinitionPlan plan, string appliedBy, PendingApply? settles, long nowMicros)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(plan);
        return InTransaction(writer, () =>
        {
            if (settles is not null) Write(writer, Settled(settles, "applied"));
            var last = plan.Before.Offset;
            foreach (var change in plan.Changes) last = Write(writer, RecordOf(change, appliedBy));
            return last == plan.Before.Offset ? new Dictionary<int, long>() : Mark(writer, last, plan.Before.Offset, nowMicros);
        });
    }

    /// <summary>Writes an apply that is to happen later.</summary>
    public static void PublishPending(IDefinitionWriter writer, PendingApply pending)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(pending);
        InTransaction(writer, () => Write(writer, new Contract
        {
            Kind = PendingKind,
            Id = pending.Id,
            Version = 1,
            Status = DefinitionNames.TextOf(DefinitionStatus.Active),
            Body = pending.Body,
            ApplyAtMicros = pending.ApplyAtMicros,
            AppliedBy = pending.IsConfirmed ? Confirmed : "apply",
        }));
    }

    /// <summary>Ends a pending apply that cannot be done.</summary>
    /// <param name="reason">Stands in the record's name.</param>
    public static void Refuse(IDefinitionWriter writer, PendingApply pending, string reason)
    {
        ArgumentNullException.ThrowIfNull(writer);
        InTransaction(writer, () => Write(writer, Settled(pending, "refused: " + reason)));
    }

    /// <summary>The pending apply that a record begins; null: it ends one, or is of another kind.</summary>
    internal static PendingApply? PendingOf(Contract record) => record.Kind == PendingKind && record is { Version: 1, ApplyAtMicros: { } at }
        ? new PendingApply(record.Id, at, record.Body, record.AppliedBy == Confirmed)
        : null;

    internal static bool IsPending(Contract record) => record.Kind == PendingKind;

    private static T InTransaction<T>(IDefinitionWriter writer, Func<T> write)
    {
        writer.Begin();
        try
        {
            var written = write();
            writer.Commit();
            return written;
        }
        catch
        {
            writer.Abort(); // Left open it would hold every reader of player-events back until it runs out.
            throw;
        }
    }

    private static Dictionary<int, long> Mark(IDefinitionWriter writer, long offset, long previous, long nowMicros)
    {
        var marker = Encode(Topics.PlayerEvents.Wire, ControlEvents.DefinitionsInForce(offset, previous, nowMicros));
        var markers = new Dictionary<int, long>();
        for (var partition = 0; partition < writer.PlayerPartitions; partition++) markers[partition] = writer.Write(Topics.PlayerEvents, partition, [], marker);
        return markers;
    }

    private static long Write(IDefinitionWriter writer, Contract record) =>
        writer.Write(Topics.Definitions, partition: 0, Encoding.UTF8.GetBytes($"{record.Kind}/{record.Id}/{record.Version}"), Encode(Topics.Definitions.Wire, record));

    private static Contract Settled(PendingApply pending, string outcome) => new()
    {
        Kind = PendingKind,
        Id = pending.Id,
        Version = 2,
        Status = DefinitionNames.TextOf(DefinitionStatus.Archived),
        Name = outcome,
        Body = "[]",
        AppliedBy = "scheduler",
    };

    private static Contract RecordOf(PlannedDefinition change, string appliedBy) => new()
    {
        Kind = DefinitionNames.TextOf(change.Key.Kind),
        Id = change.Key.Id,
        Version = change.Key.Version,
        Status = DefinitionNames.TextOf(change.Status),
        Name = change.Name,
        Body = change.Body,
        AppliedBy = appliedBy,
    };

    private static byte[] Encode<T>(ISerde<T> serde, T value)
    {
        var output = new ArrayBufferWriter<byte>();
        serde.Write(value, output);
        return output.WrittenSpan.ToArray();
    }
}
