namespace Engage.Rules.Segments;

/// <summary>The event that is being judged: what it touched, and what <c>before: true</c> leaves out.</summary>
internal sealed class EventInHand
{
    /// <summary>The type that was counted or taken back; empty: none.</summary>
    public byte[] Type { get; private set; } = [];

    /// <summary>Place of the type among the player's counters; −1: nothing was counted.</summary>
    public int CounterIndex { get; private set; } = -1;

    /// <summary>The latest j of the type before the event; null: it was the first.</summary>
    public long? LastBeforeMicros { get; private set; }

    public bool IsEmpty => Type.Length == 0;

    public void Counted(byte[] type, int counterIndex, long? lastBeforeMicros) => (Type, CounterIndex, LastBeforeMicros) = (type, counterIndex, lastBeforeMicros);

    public void TakenBack(byte[] type) => (Type, CounterIndex, LastBeforeMicros) = (type, -1, null);

    public void Clear() => (Type, CounterIndex, LastBeforeMicros) = ([], -1, null);
}
