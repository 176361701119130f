namespace Engage.SchemaRegistry.Embedded;

/// <summary>A schema that a client sends.</summary>
/// <param name="Text">JSON without blanks.</param>
/// <param name="References">Schemas whose types it uses.</param>
/// <param name="Id">Import mode only: the id it had elsewhere.</param>
/// <param name="Version">Import mode only: the version it had elsewhere.</param>
internal sealed record SchemaCandidate(string Text, IReadOnlyList<SchemaReference> References, int? Id, int? Version);
