using Engage.Avro.Binary;
using Engage.Avro.Schemas;

namespace Engage.Avro.Resolution;

/// <summary>Both schemas encode and mean the value alike: check it and copy its bytes.</summary>
internal sealed class CopyPlan(AvroSchema schema) : Plan
{
    public override void Run(ref AvroReader input, ref AvroWriter output)
    {
        var start = input.Position;
        AvroPayload.Skip(schema, ref input);
        output.WriteRaw(input.Data[start..input.Position]);
    }
}

/// <summary>The promotions of numbers to floating point.</summary>
internal sealed class PromotePlan(AvroType from, AvroType to) : Plan
{
    public override void Run(ref AvroReader input, ref AvroWriter output)
    {
        var value = from switch
        {
            AvroType.Float => input.ReadFloat(),
            AvroType.Int => input.ReadInt(),
            _ => (double)input.ReadLong(),
        };
        if (to == AvroType.Float) output.WriteFloat((float)value);
        else output.WriteDouble(value);
    }
}

/// <summary>bytes read as string: they must be UTF-8.</summary>
internal sealed class BytesToStringPlan : Plan
{
    public override void Run(ref AvroReader input, ref AvroWriter output) => output.WriteUtf8(input.ReadUtf8());
}

/// <summary>A decimal of another precision or scale, by value: the plain rules of Avro would shift the decimal point in silence.</summary>
internal sealed class DecimalPlan(AvroSchema from, AvroSchema to) : Plan
{
    public override void Run(ref AvroReader input, ref AvroWriter output)
    {
        var at = input.Position;
        var digits = from.Logical;
        var value = from is FixedSchema sized
            ? input.ReadDecimalFixed(sized.SizeBytes, digits.Precision, digits.Scale)
            : input.ReadDecimal(digits.Precision, digits.Scale);
        try
        {
            if (to is FixedSchema target) output.WriteDecimalFixed(value, target.SizeBytes, to.Logical.Precision, to.Logical.Scale);
            else output.WriteDecimal(value, to.Logical.Precision, to.Logical.Scale);
        }
        catch (AvroEncodeException)
        {
            AvroReader.RefuseAt(at, DecodeFault.DecimalOutOfRange, $"the decimal does not fit {to.Logical.Precision} digits, {to.Logical.Scale} of them decimal places");
        }
    }
}

/// <summary>A timestamp in milliseconds read as one in microseconds.</summary>
internal sealed class MillisToMicrosPlan : Plan
{
    private const long MicrosPerMilli = 1_000;

    public override void Run(ref AvroReader input, ref AvroWriter output) => output.WriteLong(input.ReadTimestampMillis() * MicrosPerMilli);
}

/// <summary>Writer's symbol index to reader's; −1 where the reader has neither the symbol nor a default.</summary>
internal sealed class EnumPlan(int[] readerIndexes) : Plan
{
    public override void Run(ref AvroReader input, ref AvroWriter output)
    {
        var at = input.Position;
        var index = readerIndexes[input.ReadEnumIndex(readerIndexes.Length)];
        if (index < 0) AvroReader.RefuseAt(at, DecodeFault.NotResolvable, "the enum symbol is unknown to the reader's schema, which has no default symbol");
        output.WriteInt(index);
    }
}
