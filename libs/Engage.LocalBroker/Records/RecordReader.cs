namespace Engage.LocalBroker.Records;

/// <summary>Walks the records of one batch, given their decompressed bytes. Allocates nothing.</summary>
/// <remarks>
/// Record: length varint, attributes i8, timestamp_delta varlong, offset_delta varint, key_length varint (-1 none), key,
/// value_length varint (-1 none), value, header_count varint, headers. Headers are skipped with the length.
/// </remarks>
internal ref struct RecordReader(ReadOnlySpan<byte> records)
{
    private ReadOnlySpan<byte> rest = records;

    public RecordView Current { get; private set; }

    /// <summary>False at the end.</summary>
    /// <exception cref="InvalidDataException">The bytes are not whole records.</exception>
    public bool MoveNext()
    {
        if (rest.IsEmpty) return false;

        var length = Varint.Read(rest, out var prefixBytes);
        if (length < 0 || length > rest.Length - prefixBytes) throw new InvalidDataException($"A record of {length} bytes does not fit in {rest.Length}.");

        var whole = rest[..(prefixBytes + (int)length)];
        Current = Decode(whole, whole[prefixBytes..]);
        rest = rest[whole.Length..];
        return true;
    }

    private static RecordView Decode(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fields)
    {
        if (fields.IsEmpty) throw new InvalidDataException("A record has no attributes.");

        fields = fields[1..];
        var timestampDelta = Take(ref fields);
        var offsetDelta = (int)Take(ref fields);
        var keyLength = (int)Take(ref fields);
        if (keyLength > fields.Length) throw new InvalidDataException($"A key of {keyLength} bytes does not fit in its record.");

        var key = keyLength > 0 ? fields[..keyLength] : default;
        fields = fields[key.Length..];
        var valueLength = Take(ref fields);
        if (valueLength > fields.Length) throw new InvalidDataException($"A value of {valueLength} bytes does not fit in its record.");

        return new RecordView
        {
            Whole = whole,
            TimestampDelta = timestampDelta,
            OffsetDelta = offsetDelta,
            HasKey = keyLength >= 0,
            Key = key,
            HasValue = valueLength >= 0,
            Value = valueLength > 0 ? fields[..(int)valueLength] : default,
        };
    }

    private static long Take(ref ReadOnlySpan<byte> fields)
    {
        var value = Varint.Read(fields, out var sizeBytes);
        fields = fields[sizeBytes..];
        return value;
    }
}
