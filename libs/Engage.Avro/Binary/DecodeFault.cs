namespace Engage.Avro.Binary;

/// <summary>Why bytes are refused; each has a stable code (see <see cref="DecodeError.Code"/>) for dead-letter headers and counters.</summary>
public enum DecodeFault
{
    /// <summary>The bytes end inside a value.</summary>
    Truncated,

    /// <summary>The value is complete, but bytes follow it.</summary>
    TrailingBytes,

    RecordTooLarge,

    TextTooLong,

    TooManyItems,

    TooDeep,

    /// <summary>A variable-length integer of more than 10 bytes, or one that does not fit 64 bits.</summary>
    VarintTooLong,

    /// <summary>A number that does not fit the 32 bits of its type.</summary>
    IntOutOfRange,

    NegativeLength,

    /// <summary>An array or map block whose stated size is not the size of its items.</summary>
    InvalidBlock,

    InvalidUtf8,

    /// <summary>A boolean byte other than 0 and 1.</summary>
    InvalidBoolean,

    UnionIndexOutOfRange,

    EnumIndexOutOfRange,

    /// <summary>More digits than the schema's precision.</summary>
    DecimalOutOfRange,

    /// <summary>Outside 2000-01-01 to 2100-01-01.</summary>
    TimestampOutOfRange,

    /// <summary>A date, a time of day or a UUID that is none.</summary>
    InvalidLogicalValue,

    /// <summary>The value does not begin with the zero byte and schema id of the Confluent wire format.</summary>
    NotWireFormat,

    /// <summary>The writer's value has no counterpart in the reader's schema: an unknown enum symbol, a union branch the reader lacks.</summary>
    NotResolvable,
}
