using Engage.Avro.Wire;
using Engage.Contracts;
using Engage.Streams;

namespace Engage.Topics;

/// <summary>Every topic with its key and value: the system's map. Names carry no prefix here; the configured one is put in front at start.</summary>
/// <remarks>
/// player-events → segment-materializer → enriched-events → trigger-matcher → rule-firings → accumulator → executions, actions → dispatcher → action-results.
/// Keys are the UTF-8 player id unless the line says otherwise.
/// </remarks>
public static class Topics
{
    /// <summary>The firehose: what happened, what became known of players, and the engine's control records.</summary>
    public static readonly EngageTopic<PlayerEvent, PlayerEventCodec> PlayerEvents = new("player-events", fromOutside: true);

    /// <summary>Every version of every definition; key kind/id/version, one partition.</summary>
    public static readonly EngageTopic<Definition, DefinitionCodec> Definitions = new("definitions");

    public static readonly EngageTopic<PlayerProfile, PlayerProfileCodec> PlayerProfiles = new("player-profiles");

    public static readonly EngageTopic<EnrichedEvent, EnrichedEventCodec> EnrichedEvents = new("enriched-events");

    public static readonly EngageTopic<SegmentChange, SegmentChangeCodec> SegmentChanges = new("segment-changes");

    /// <summary>Key: rule id.</summary>
    public static readonly EngageTopic<AudienceMember, AudienceMemberCodec> AudienceMembers = new("audience-members");

    public static readonly EngageTopic<RuleFiring, RuleFiringCodec> RuleFirings = new("rule-firings");

    public static readonly EngageTopic<Execution, ExecutionCodec> Executions = new("executions");

    public static readonly EngageTopic<Contracts.Action, ActionCodec> Actions = new("actions");

    /// <summary>Key: rule id.</summary>
    public static readonly EngageTopic<RunReport, RunReportCodec> RunReports = new("run-reports");

    /// <summary>Key: the lane's partition key. The dispatcher writes it and reads it back.</summary>
    public static readonly EngageTopic<DispatchWork, DispatchWorkCodec> DispatchWork = new("dispatch-work");

    /// <summary>Key: the lane's partition key; commands with a scope go to every partition.</summary>
    public static readonly EngageTopic<DispatchCommand, DispatchCommandCodec> DispatchCommands = new("dispatch-commands");

    /// <summary>Key: lane or scope.</summary>
    public static readonly EngageTopic<DispatchEvent, DispatchEventCodec> DispatchEvents = new("dispatch-events");

    public static readonly EngageTopic<ActionResult, ActionResultCodec> ActionResults = new("action-results");

    /// <summary>Records as they came, with the reason in headers.</summary>
    public static readonly Topic<byte[], byte[]> DeadLetters = new("dead-letters", Serdes.Bytes, Serdes.Bytes);

    /// <summary>Everything that has a registered schema.</summary>
    public static IReadOnlyList<ISchemaBound> Schemas { get; } =
    [
        PlayerEvents.Wire, Definitions.Wire, PlayerProfiles.Wire, EnrichedEvents.Wire, SegmentChanges.Wire, AudienceMembers.Wire,
        RuleFirings.Wire, Executions.Wire, Actions.Wire, RunReports.Wire, DispatchWork.Wire, DispatchCommands.Wire, DispatchEvents.Wire, ActionResults.Wire,
    ];
}
