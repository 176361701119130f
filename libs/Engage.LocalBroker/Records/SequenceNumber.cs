namespace Engage.LocalBroker.Records;

/// <summary>Arithmetic of producer sequences, where 0 follows 2147483647.</summary>
internal static class SequenceNumber
{
    public static int Add(int sequence, int count) => (int)(((long)sequence + count) & int.MaxValue);

    public static int Next(int sequence) => Add(sequence, 1);
}
