namespace Engage.LocalBroker.Records.Compression;

/// <summary>The copy of LZ77 decoders: source and destination may overlap, and then the pattern repeats.</summary>
internal static class OverlappingCopy
{
    /// <summary>Copies <paramref name="length"/> bytes to <paramref name="written"/> from <paramref name="offset"/> bytes before it.</summary>
    /// <exception cref="InvalidDataException">The source lies before the output, or the copy exceeds it.</exception>
    public static void Run(Span<byte> output, int written, uint offset, int length)
    {
        if (offset == 0 || offset > (uint)written || length > output.Length - written)
            throw new InvalidDataException($"A copy of {length} bytes from {offset} back does not fit after {written} of {output.Length} bytes.");

        var source = written - (int)offset;
        if (offset >= (uint)length)
        {
            output.Slice(source, length).CopyTo(output[written..]);
            return;
        }

        for (var index = 0; index < length; index++) output[written + index] = output[source + index];
    }
}
