namespace Engage.Avro.Binary;

/// <summary>Branches of the attribute union <c>["null","boolean","long","double","string"]</c>, by their encoded index.</summary>
public enum AttributeViewKind
{
    Null = 0,
    Boolean = 1,
    Long = 2,
    Double = 3,
    String = 4,
}
