using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Engage.Avro.Binary;

/// <summary>Reads Avro binary (https://avro.apache.org/docs/1.12.0/specification/#binary-encoding) from a span, refusing whatever is malformed or above its limits.</summary>
/// <remarks>
/// Every method throws <see cref="AvroDecodeException"/> on bad input and never reads outside the span. Spans returned borrow from the input.
/// Allocates nothing except in the methods that return strings.
/// </remarks>
public ref struct AvroReader
{
    private const int VarintBytesMax = 10;

    private readonly ReadOnlySpan<byte> data;
    private readonly int textBytesMax;
    private int position;
    private int itemsLeft;
    private int depthLeft;

    public AvroReader(ReadOnlySpan<byte> data)
        : this(data, AvroLimits.Default)
    {
    }

    /// <exception cref="AvroDecodeException">The record is larger than the limits allow.</exception>
    public AvroReader(ReadOnlySpan<byte> data, AvroLimits limits)
    {
        this.data = data;
        textBytesMax = limits.TextBytesMax;
        itemsLeft = limits.ItemsMax;
        depthLeft = limits.DepthMax;
        if (data.Length > limits.RecordBytesMax) Refuse(DecodeFault.RecordTooLarge, $"the record has {data.Length} bytes, the limit is {limits.RecordBytesMax}");
    }

    private AvroReader(ReadOnlySpan<byte> data, int position)
    {
        this.data = data;
        this.position = position;
        textBytesMax = int.MaxValue;
        itemsLeft = int.MaxValue;
        depthLeft = int.MaxValue;
    }

    /// <summary>Offset of the next byte to read.</summary>
    public readonly int Position => position;

    public readonly int RemainingBytes => data.Length - position;

    /// <summary>The whole input.</summary>
    public readonly ReadOnlySpan<byte> Data => data;

    /// <summary>A reader inside bytes that were checked before: no limits apply.</summary>
    public static AvroReader Trusted(ReadOnlySpan<byte> data, int position = 0) => new(data, position);

    public bool ReadBoolean()
    {
        var at = position;
        var value = ReadByte();
        if (value > 1) RefuseAt(at, DecodeFault.InvalidBoolean, $"a boolean is the byte 0 or 1, not {value}");
        return value == 1;
    }

    public int ReadInt()
    {
        var at = position;
        var value = ReadLong();
        if (value != (int)value) RefuseAt(at, DecodeFault.IntOutOfRange, "the number does not fit 32 bits");
        return (int)value;
    }

    public long ReadLong()
    {
        // One byte is by far the commonest length: lengths, counts, union branches.
        if ((uint)position < (uint)data.Length)
        {
            var first = data[position];
            if (first < 0x80)
            {
                position++;
                return (first >> 1) ^ -(first & 1);
            }
        }

        return ReadLongVarint();
    }

    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public ReadOnlySpan<byte> ReadBytes()
    {
        var at = position;
        var length = ReadLong();
        if (length < 0) RefuseAt(at, DecodeFault.NegativeLength, "a length is negative");
        if (length > RemainingBytes) RefuseAt(at, DecodeFault.Truncated, $"a value of {length} bytes is announced, {RemainingBytes} bytes are left");
        if (length > textBytesMax) RefuseAt(at, DecodeFault.TextTooLong, $"the value has {length} bytes, the limit is {textBytesMax}");
        return Take((int)length);
    }

    /// <summary>A string as its UTF-8 bytes, checked to be UTF-8: otherwise two different ids could become one when they are decoded.</summary>
    public ReadOnlySpan<byte> ReadUtf8()
    {
        var at = position;
        var value = ReadBytes();
        if (!Utf8.IsValid(value)) RefuseAt(at, DecodeFault.InvalidUtf8, "the string is not valid UTF-8");
        return value;
    }

    public string ReadString() => Encoding.UTF8.GetString(ReadUtf8());

    public ReadOnlySpan<byte> ReadFixed(int sizeBytes) => Take(sizeBytes);

    /// <summary>Index of the branch that follows, 0 to <paramref name="branchCount"/> − 1.</summary>
    public int ReadUnionIndex(int branchCount)
    {
        var at = position;
        var index = ReadLong();
        if ((ulong)index >= (ulong)branchCount) RefuseAt(at, DecodeFault.UnionIndexOutOfRange, $"the union has {branchCount} branches, branch {index} is named");
        return (int)index;
    }

    /// <summary>Index of the symbol, 0 to <paramref name="symbolCount"/> − 1.</summary>
    public int ReadEnumIndex(int symbolCount)
    {
        var at = position;
        var index = ReadLong();
        if ((ulong)index >= (ulong)symbolCount) RefuseAt(at, DecodeFault.EnumIndexOutOfRange, $"the enum has {symbolCount} symbols, symbol {index} is named");
        return (int)index;
    }

    /// <summary>Steps to the next item of an array or entry of a map; false at its end. Each item must be read completely before the next call.</summary>
    public bool NextItem(ref AvroBlock block)
    {
        if (block.ItemsLeft > 1)
        {
            block.ItemsLeft--;
            return true;
        }

        if (!block.Started)
        {
            block.Started = true;
            Enter();
        }
        else if (block.End != 0 && position != block.End)
        {
            RefuseAt(position, DecodeFault.InvalidBlock, $"a block is stated to end at byte {block.End}, its items end at byte {position}");
        }

        return NextBlock(ref block);
    }

    /// <summary>Call before the fields of a record, with <see cref="Leave"/> after them: bounds recursion.</summary>
    public void Enter()
    {
        if (--depthLeft < 0) RefuseAt(position, DecodeFault.TooDeep, "records, arrays and maps are nested too deeply");
    }

    public void Leave() => depthLeft++;

    /// <summary>Call after the last value: bytes that nothing accounts for mean another schema than the one assumed.</summary>
    public readonly void ExpectEnd()
    {
        if (position != data.Length) RefuseAt(position, DecodeFault.TrailingBytes, $"{RemainingBytes} bytes follow the record");
    }

    /// <summary>Moves to an offset that was read past before.</summary>
    internal void Seek(int offset) => position = offset;

    /// <summary>Refuses the record at <paramref name="offsetBytes"/>, for checks that the codec of a logical type adds.</summary>
    /// <exception cref="AvroDecodeException">Always.</exception>
    [DoesNotReturn]
    internal static void RefuseAt(int offsetBytes, DecodeFault fault, string reason) =>
        throw new AvroDecodeException(new DecodeError(fault, offsetBytes, "", reason));

    private bool NextBlock(ref AvroBlock block)
    {
        var at = position;
        var count = ReadLong();
        block.End = 0;
        if (count < 0)
        {
            var sizeBytes = ReadLong();
            if (sizeBytes < 0) RefuseAt(at, DecodeFault.NegativeLength, "a block has a negative size");
            if (sizeBytes > RemainingBytes) RefuseAt(at, DecodeFault.Truncated, $"a block of {sizeBytes} bytes is announced, {RemainingBytes} bytes are left");
            block.End = position + (int)sizeBytes;
            count = unchecked(-count);
        }

        // The most negative count is its own negation, so the sign is looked at again.
        if (count < 0 || count > itemsLeft) RefuseAt(at, DecodeFault.TooManyItems, $"a block announces {(ulong)count} items, {itemsLeft} are left of the limit");
        block.ItemsLeft = (int)count;
        itemsLeft -= (int)count;
        if (count > 0) return true;
        Leave();
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long ReadLongVarint()
    {
        var at = position;
        ulong bits = 0;
        for (var index = 0; index < VarintBytesMax; index++)
        {
            var next = ReadByte();
            // The tenth byte has room for one bit only.
            if (index == VarintBytesMax - 1 && next > 1) break;
            bits |= (ulong)(next & 0x7f) << (7 * index);
            if (next < 0x80) return (long)(bits >> 1) ^ -(long)(bits & 1);
        }

        RefuseAt(at, DecodeFault.VarintTooLong, "a number is longer than 64 bits");
        return 0;
    }

    private byte ReadByte()
    {
        if ((uint)position >= (uint)data.Length) RefuseTruncated(1);
        return data[position++];
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > RemainingBytes) RefuseTruncated(count);
        var taken = data.Slice(position, count);
        position += count;
        return taken;
    }

    [DoesNotReturn]
    private readonly void RefuseTruncated(int count) =>
        RefuseAt(position, DecodeFault.Truncated, $"{count} bytes are expected, {RemainingBytes} are left");

    [DoesNotReturn]
    private readonly void Refuse(DecodeFault fault, string reason) => RefuseAt(position, fault, reason);
}
