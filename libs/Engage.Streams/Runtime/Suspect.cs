namespace Engage.Streams.Runtime;

/// <summary>A record during which the processor threw, and how often it did.</summary>
internal struct Suspect
{
    /// <summary>A second throw may be bad luck with what surrounds the record, a third is not.</summary>
    public const int ThrowsMax = 3;

    public int Input;
    public long Offset;
    public int Throws;

    public readonly bool Is(int input, long offset) => Throws > 0 && Input == input && Offset == offset;

    public void Count(int input, long offset)
    {
        Throws = Is(input, offset) ? Throws + 1 : 1;
        (Input, Offset) = (input, offset);
    }
}
