using System.Collections.Immutable;
using System.Diagnostics;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;
using Engage.Rules.Planning;
using Engage.Rules.Validation;
using Engage.Topics;

namespace Engage.Scheduler.Applying;

/// <summary>Does what a request asks for, judged anew by the definitions as they are now (semantics 0b, 29).</summary>
internal static class ApplyNow
{
    private const string AppliedBy = "scheduler";

    /// <param name="writer">Freshly opened, so that nobody else changes definitions meanwhile.</param>
    /// <returns>One line for the log; null: the definitions no longer call for it.</returns>
    public static string? Run(ApplyRequest request, IDefinitionWriter writer, long nowMicros)
    {
        var log = writer.ReadToEnd();
        return request switch
        {
            ApplyRequest.Due due => log.Pending.ContainsKey(due.Pending.Id) ? Apply(due.Pending, log.Latest, writer, nowMicros) : null,
            ApplyRequest.Archive archive => Archive(archive.RuleId, log.Latest, writer, nowMicros),
            _ => throw new UnreachableException($"Nothing does {request.GetType().Name}."),
        };
    }

    private static string Apply(PendingApply pending, DefinitionSet inForce, IDefinitionWriter writer, long nowMicros)
    {
        if (WhyRefused(pending, inForce, out var plan) is { } reason)
        {
            PublishDefinitions.Refuse(writer, pending, reason);
            return $"{pending.Id} was not applied: {reason}";
        }

        PublishDefinitions.Publish(writer, plan!, AppliedBy, pending, nowMicros);
        return $"{pending.Id} is applied: {plan!.Changes.Count()} definitions";
    }

    /// <summary>Checks once more: what was valid when it was written may no longer be.</summary>
    private static string? WhyRefused(PendingApply pending, DefinitionSet inForce, out DefinitionPlan? plan)
    {
        plan = null;
        var documents = ((SequenceNode)CanonicalJson.Parse(pending.Body)).Items.Select(DefinitionParser.Parse).ToArray();
        var mistakes = documents.SelectMany(document => document.Mistakes).Concat(DefinitionValidator.Validate(documents, inForce));
        if (mistakes.FirstOrDefault(mistake => mistake.IsError) is { } error) return error.Message;

        plan = DefinitionPlan.Of(documents, inForce);
        return plan.NeedsConfirmation && !pending.IsConfirmed ? "players would lose progress, which was not agreed to (--yes)" : null;
    }

    private static string? Archive(string ruleId, DefinitionSet inForce, IDefinitionWriter writer, long nowMicros)
    {
        if (inForce.Find(DefinitionKind.Rule, ruleId) is not { IsActive: true } latest) return null;

        var archived = new PlannedDefinition(
            latest.Key with { Version = latest.Version + 1 }, PlannedChange.ChangeStatus, latest.Version, DefinitionStatus.Archived, latest.Definition.Name, latest.Body, ["status"], ProgressEffect.Kept,
            NeedsConfirmation: false, []);
        var after = inForce.With(new DefinitionRecord(inForce.Offset + 1, DefinitionNames.TextOf(DefinitionKind.Rule), ruleId, archived.Key.Version, DefinitionNames.TextOf(archived.Status), archived.Name, archived.Body));
        PublishDefinitions.Publish(writer, new DefinitionPlan(ImmutableArray.Create(archived), inForce, after), AppliedBy, settles: null, nowMicros);
        return $"{ruleId} has had its one run and is archived";
    }
}
