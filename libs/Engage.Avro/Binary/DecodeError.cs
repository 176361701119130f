using System.Diagnostics;

namespace Engage.Avro.Binary;

/// <summary>Why a record cannot be read: what stands in the dead letter's reason headers.</summary>
/// <param name="Fault">The kind of mistake.</param>
/// <param name="OffsetBytes">Where in the Avro payload (after the wire header) the offending value starts.</param>
/// <param name="FieldPath">Dotted path of the field, with <c>[n]</c> for items and <c>{key}</c> for map values; empty when the record as a whole is refused.</param>
/// <param name="Reason">One sentence for a person. Holds no data of the record.</param>
public sealed record DecodeError(DecodeFault Fault, int OffsetBytes, string FieldPath, string Reason)
{
    /// <summary>Stable snake_case code of <see cref="Fault"/>.</summary>
    public string Code => CodeOf(Fault);

    public override string ToString() => $"{Code} at byte {OffsetBytes}{(FieldPath.Length == 0 ? "" : $" in {FieldPath}")}: {Reason}";

    public static string CodeOf(DecodeFault fault) => fault switch
    {
        DecodeFault.Truncated => "truncated",
        DecodeFault.TrailingBytes => "trailing_bytes",
        DecodeFault.RecordTooLarge => "record_too_large",
        DecodeFault.TextTooLong => "text_too_long",
        DecodeFault.TooManyItems => "too_many_items",
        DecodeFault.TooDeep => "too_deep",
        DecodeFault.VarintTooLong => "varint_too_long",
        DecodeFault.IntOutOfRange => "int_out_of_range",
        DecodeFault.NegativeLength => "negative_length",
        DecodeFault.InvalidBlock => "invalid_block",
        DecodeFault.InvalidUtf8 => "invalid_utf8",
        DecodeFault.InvalidBoolean => "invalid_boolean",
        DecodeFault.UnionIndexOutOfRange => "union_index_out_of_range",
        DecodeFault.EnumIndexOutOfRange => "enum_index_out_of_range",
        DecodeFault.DecimalOutOfRange => "decimal_out_of_range",
        DecodeFault.TimestampOutOfRange => "timestamp_out_of_range",
        DecodeFault.InvalidLogicalValue => "invalid_logical_value",
        DecodeFault.NotWireFormat => "not_wire_format",
        DecodeFault.NotResolvable => "not_resolvable",
        _ => throw new UnreachableException($"{fault} has no code."),
    };
}
