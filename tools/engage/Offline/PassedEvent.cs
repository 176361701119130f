using Engage.Contracts;
using Action = Engage.Contracts.Action;

namespace Engage.Cli.Offline;

/// <summary>An event that the materializer passed on, and what the later stages made of it.</summary>
/// <param name="Enriched">The value on enriched-events.</param>
/// <param name="Outcomes">Of the rules that it met.</param>
internal sealed record PassedEvent(byte[] Enriched, IReadOnlyList<RuleOutcome> Outcomes, IReadOnlyList<Execution> Executions, IReadOnlyList<Action> Actions);

/// <summary>What became of one record of player-events.</summary>
/// <param name="Events">The event and those derived from it; empty where it was dropped.</param>
/// <param name="Rejected">Code and reason of its dead letter; null: it was not rejected.</param>
internal sealed record PassedRecord(IReadOnlyList<PassedEvent> Events, (string Code, string Reason)? Rejected);
