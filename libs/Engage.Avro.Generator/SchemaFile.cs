namespace Engage.Avro.Generator;

/// <summary>One .avsc file, compared by content so that an unchanged one is not generated again.</summary>
internal sealed record SchemaFile(string Path, string Text);
