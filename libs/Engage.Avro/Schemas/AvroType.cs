namespace Engage.Avro.Schemas;

/// <summary>The kinds of type of the Avro specification 1.12, primitive ones first.</summary>
public enum AvroType
{
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    Record,
    Enum,
    Array,
    Map,
    Union,
    Fixed,
}
