using System.Buffers;
using Engage.Avro.Binary;
using Engage.Avro.Schemas;

namespace Engage.Avro.Resolution;

/// <summary>Reader's fields in the reader's order, each from a field of the writer or from its default.</summary>
internal sealed class RecordPlan : Plan
{
    private const int OffsetsOnStackMax = 64;

    private AvroSchema[] written = [];
    private Field[] fields = [];
    private bool keepsOrder;

    /// <summary>One field of the reader: <see cref="Source"/> is the writer's position, −1 for a default.</summary>
    internal readonly record struct Field(int Source, Plan? Plan, byte[]? Default);

    /// <summary>Closes the construction: the plan of a recursive record is part of itself.</summary>
    public void Complete(AvroSchema[] writerFields, Field[] readerFields)
    {
        written = writerFields;
        fields = readerFields;
        keepsOrder = true;
        var last = -1;
        foreach (var field in readerFields)
        {
            if (field.Source < 0) continue;
            keepsOrder &= field.Source > last;
            last = field.Source;
        }
    }

    public override void Run(ref AvroReader input, ref AvroWriter output)
    {
        input.Enter();
        if (keepsOrder) RunInOrder(ref input, ref output);
        else RunByOffset(ref input, ref output);
        input.Leave();
    }

    private void RunInOrder(ref AvroReader input, ref AvroWriter output)
    {
        var next = 0;
        foreach (var field in fields)
        {
            if (field.Source < 0)
            {
                output.WriteRaw(field.Default);
                continue;
            }

            for (; next < field.Source; next++) AvroPayload.Skip(written[next], ref input);
            field.Plan!.Run(ref input, ref output);
            next++;
        }

        for (; next < written.Length; next++) AvroPayload.Skip(written[next], ref input);
    }

    /// <summary>Fields were moved: note where each begins, then read them in the reader's order.</summary>
    private void RunByOffset(ref AvroReader input, ref AvroWriter output)
    {
        // The copy keeps the item budget as it is here: the skipping below must not count every item twice.
        var start = input;
        var rented = written.Length > OffsetsOnStackMax ? ArrayPool<int>.Shared.Rent(written.Length) : null;
        var offsets = rented ?? stackalloc int[OffsetsOnStackMax];
        for (var index = 0; index < written.Length; index++)
        {
            offsets[index] = input.Position;
            AvroPayload.Skip(written[index], ref input);
        }

        foreach (var field in fields)
        {
            if (field.Source < 0)
            {
                output.WriteRaw(field.Default);
                continue;
            }

            start.Seek(offsets[field.Source]);
            field.Plan!.Run(ref start, ref output);
        }

        if (rented is not null) ArrayPool<int>.Shared.Return(rented);
    }
}
