namespace Engage.SchemaRegistry.Embedded;

/// <summary>A schema with its id.</summary>
/// <param name="Id">Global, never reused.</param>
/// <param name="Text">JSON without blanks.</param>
/// <param name="References">Schemas whose types it uses.</param>
internal sealed record StoredSchema(int Id, string Text, IReadOnlyList<SchemaReference> References);
