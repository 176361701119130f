using Engage.Avro.Binary;

namespace Engage.Avro.Resolution;

/// <summary>The value of a union: each branch has its own plan, or a reason why it has none.</summary>
internal sealed class WriterUnionPlan(Plan?[] branches) : Plan
{
    public override void Run(ref AvroReader input, ref AvroWriter output)
    {
        var at = input.Position;
        var index = input.ReadUnionIndex(branches.Length);
        var plan = branches[index];
        if (plan is null) AvroReader.RefuseAt(at, DecodeFault.NotResolvable, $"branch {index} of the writer's union has no counterpart in the reader's schema");
        else plan.Run(ref input, ref output);
    }
}

/// <summary>A value that the reader keeps in a union.</summary>
internal sealed class ReaderUnionPlan(int branch, Plan inner) : Plan
{
    public override void Run(ref AvroReader input, ref AvroWriter output)
    {
        output.WriteUnionIndex(branch);
        inner.Run(ref input, ref output);
    }
}

/// <summary>Array or map; blocks are kept, their stated sizes are not.</summary>
internal sealed class CollectionPlan(Plan item, bool hasKeys) : Plan
{
    /// <summary>Items of no bytes become as many defaults: the one way in which a translation can be much larger than its input.</summary>
    private const int OutputBytesMax = 16 << 20;

    public override void Run(ref AvroReader input, ref AvroWriter output)
    {
        var block = default(AvroBlock);
        var leftInBlock = 0;
        while (input.NextItem(ref block))
        {
            if (leftInBlock == 0)
            {
                leftInBlock = block.ItemsLeftInBlock;
                output.WriteBlockStart(leftInBlock);
            }

            if (hasKeys) output.WriteUtf8(input.ReadUtf8());
            item.Run(ref input, ref output);
            leftInBlock--;
            if (output.WrittenBytes > OutputBytesMax) AvroReader.RefuseAt(input.Position, DecodeFault.RecordTooLarge, "defaults of the reader's schema make the record too large");
        }

        output.WriteBlockEnd();
    }
}
