namespace Engage.Rules.Compilation;

/// <summary>One record of the definitions topic as it came; nothing of it is checked yet.</summary>
/// <param name="Offset">Its place in the topic.</param>
/// <param name="Kind">As in files; <c>pending</c> decides nothing.</param>
/// <param name="Status">Stands above the status in the body.</param>
/// <param name="Name">Stands above the name in the body.</param>
/// <param name="Body">Canonical JSON of the document.</param>
public sealed record DefinitionRecord(long Offset, string Kind, string Id, int Version, string Status, string? Name, string Body);
