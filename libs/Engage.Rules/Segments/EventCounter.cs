namespace Engage.Rules.Segments;

/// <summary>What is kept of every event type from a player's first event on (semantics 8).</summary>
internal sealed class EventCounter
{
    public long Count { get; set; }

    /// <summary>The earliest j; reversals do not move it.</summary>
    public long FirstMicros { get; set; }

    /// <summary>The latest j; reversals do not move it.</summary>
    public long LastMicros { get; set; }

    public MoneySums Sums { get; } = new();

    public void Write(StateWriter writer)
    {
        writer.Signed(Count);
        writer.Signed(FirstMicros);
        writer.Signed(LastMicros - FirstMicros);
        Sums.Write(writer);
    }

    public static EventCounter Read(ref StateReader reader, NamePool pool)
    {
        var counter = new EventCounter { Count = reader.Signed(), FirstMicros = reader.Signed() };
        counter.LastMicros = counter.FirstMicros + reader.Signed();
        counter.Sums.Read(ref reader, pool);
        return counter;
    }
}
