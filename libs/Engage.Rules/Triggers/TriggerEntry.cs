using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;

namespace Engage.Rules.Triggers;

/// <summary>One way in which events meet a rule: its trigger or its qualification.</summary>
internal sealed record TriggerEntry(LiveRule Rule, FiringRoles Role, EventPattern Event, CompiledCondition? Where);
