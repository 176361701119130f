using Engage.Rules.Definitions;

namespace Engage.Rules.Compilation;

/// <summary>One version of a definition in the log.</summary>
/// <param name="Offset">Of its record in the definitions topic.</param>
/// <param name="Body">Canonical JSON without status, by which contents are compared.</param>
public sealed record DefinitionVersion(long Offset, DefinitionKey Key, DefinitionStatus Status, string Body, Definition Definition)
{
    public string Id => Key.Id;

    public int Version => Key.Version;

    public bool IsActive => Status == DefinitionStatus.Active;
}
