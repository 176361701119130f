using Engage.Rules.Definitions;

namespace Engage.Rules.Parsing;

/// <summary>What every document may have. The id is empty where it was missing or invalid.</summary>
internal sealed record DocumentHead(string Id, string? Name, DefinitionStatus Status);
