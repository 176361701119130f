using System.Collections.Immutable;
using Engage.Rules.Definitions;

namespace Engage.Rules.Planning;

/// <summary>One line of a plan, with all that its record needs.</summary>
/// <param name="Key">With the version that will be written; for <see cref="PlannedChange.Unchanged"/> the one in force.</param>
/// <param name="Before">The version in force; 0: none.</param>
/// <param name="Body">Canonical JSON of the document without its status.</param>
/// <param name="ChangedKeys">The top-level keys whose value differs; empty for new definitions.</param>
/// <param name="NeedsConfirmation">True where an edit drops progress that players have, so that <c>--yes</c> is asked for.</param>
/// <param name="Notes">One line each: what operators should know before they confirm.</param>
public sealed record PlannedDefinition(
    DefinitionKey Key,
    PlannedChange Change,
    int Before,
    DefinitionStatus Status,
    string? Name,
    string Body,
    ImmutableArray<string> ChangedKeys,
    ProgressEffect Progress,
    bool NeedsConfirmation,
    ImmutableArray<string> Notes);
