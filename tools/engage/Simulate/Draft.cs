using System.Text;
using Engage.Contracts;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Parsing;

namespace Engage.Cli.Simulate;

/// <summary>The documents of a simulation: the rules that are tried, and the segments and other definitions that come with them.</summary>
/// <param name="Rules">Active in the simulation, whatever status they carry: a draft is what is being tried.</param>
internal sealed record Draft(IReadOnlyList<ParsedDefinition> Rules, IReadOnlyList<ParsedDefinition> Others)
{
    /// <exception cref="CommandException">There is no rule among the documents, or one that fires by a schedule.</exception>
    public static Draft Of(IReadOnlyList<ParsedDefinition> documents)
    {
        var rules = documents.Where(document => document.Definition is Rule).ToList();
        if (rules.Count == 0) throw new CommandException("The files hold no rule: there is nothing to simulate.");
        if (rules.Find(document => document.Definition is Rule { IsScheduled: true }) is { } scheduled)
            throw new CommandException($"{scheduled.Definition!.Id} fires by a schedule; simulate takes rules that fire by events. See its instants with 'engage schedule preview'.");
        return new Draft(rules, [.. documents.Where(document => document.Definition is not Rule)]);
    }

    public bool IsRule(string id) => Rules.Any(rule => rule.Definition!.Id == id);

    /// <summary>Whether a definition of the log has no part in the simulation: the draft has its own, and other rules decide nothing.</summary>
    public bool Replaces(Contracts.Definition definition) =>
        definition.Kind == "rule" || Others.Any(document => DefinitionNames.TextOf(document.Definition!.Kind) == definition.Kind && document.Definition.Id == definition.Id);

    /// <summary>A document as a record of the definitions topic.</summary>
    public static (byte[] Key, Contracts.Definition Value) RecordOf(ParsedDefinition document, int version)
    {
        var definition = document.Definition!;
        var kind = DefinitionNames.TextOf(definition.Kind);
        return (Encoding.UTF8.GetBytes($"{kind}/{definition.Id}/{version}"), new Contracts.Definition
        {
            Kind = kind,
            Id = definition.Id,
            Version = version,
            Status = definition is Rule ? DefinitionNames.TextOf(DefinitionStatus.Active) : DefinitionNames.TextOf(definition.Status),
            Name = definition.Name,
            Body = DefinitionContent.BodyOf(document.Source),
            AppliedBy = "simulate",
        });
    }
}
