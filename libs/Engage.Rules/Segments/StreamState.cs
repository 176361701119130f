using System.Diagnostics;
using Engage.Rules.Accumulation;
using Engage.Rules.Compilation;

namespace Engage.Rules.Segments;

/// <summary>What one player has of one <see cref="HistoryStream"/>: a closed hierarchy, one case per measure with and without a window.</summary>
internal abstract class StreamState
{
    private protected StreamState()
    {
    }

    /// <summary>Of the stream.</summary>
    public ulong Id { get; private init; }

    /// <summary>The definitions offset of the marker since which it is kept.</summary>
    public long StartOffset { get; private init; }

    public static StreamState Create(HistoryStream stream, long startOffset) => (stream.Measure, stream.IsWindow) switch
    {
        (HistoryMeasure.Count, true) => new WindowedCount { Id = stream.Id, StartOffset = startOffset },
        (HistoryMeasure.Sum, true) => new WindowedSum { Id = stream.Id, StartOffset = startOffset },
        (HistoryMeasure.Count, false) => new CountSinceMarker { Id = stream.Id, StartOffset = startOffset },
        (HistoryMeasure.Sum, false) => new SumSinceMarker { Id = stream.Id, StartOffset = startOffset },
        (HistoryMeasure.Last, false) => new LastSinceMarker { Id = stream.Id, StartOffset = startOffset },
        _ => throw new UnreachableException($"Nothing keeps {stream.Text}."),
    };

    public abstract void Write(StateWriter writer);

    public abstract void Read(ref StateReader reader);
}

/// <summary>Events per step.</summary>
internal sealed class WindowedCount : StreamState
{
    public BucketSeries<long> Buckets { get; } = new();

    public override void Write(StateWriter writer) => BucketCodec.Write(writer, Buckets, static (output, value) => output.Unsigned((ulong)value));

    public override void Read(ref StateReader reader) => BucketCodec.Read(ref reader, Buckets, static (ref StateReader input) => (long)input.Unsigned());
}

/// <summary>Money per step, by currency.</summary>
internal sealed class WindowedSum : StreamState
{
    private readonly SortedList<ulong, BucketSeries<decimal>> byCurrency = [];

    public BucketSeries<decimal>? Find(CurrencyCode currency) => byCurrency.GetValueOrDefault(currency.Packed);

    public void Add(CurrencyCode currency, long bucket, decimal amount)
    {
        if (!byCurrency.TryGetValue(currency.Packed, out var series)) byCurrency.Add(currency.Packed, series = new BucketSeries<decimal>());
        series.Add(bucket, amount);
    }

    public void PruneBelow(long bucket)
    {
        foreach (var series in byCurrency.Values) series.PruneBelow(bucket);
    }

    public override void Write(StateWriter writer)
    {
        writer.Unsigned((ulong)byCurrency.Count);
        foreach (var (currency, series) in byCurrency)
        {
            writer.Unsigned(currency);
            BucketCodec.Write(writer, series, static (output, value) => output.Decimal(value));
        }
    }

    public override void Read(ref StateReader reader)
    {
        var count = reader.Count();
        for (var i = 0; i < count; i++)
        {
            var series = new BucketSeries<decimal>();
            byCurrency.Add(reader.Unsigned(), series);
            BucketCodec.Read(ref reader, series, static (ref StateReader input) => input.Decimal());
        }
    }
}

/// <summary>Events since the marker.</summary>
internal sealed class CountSinceMarker : StreamState
{
    public long Count { get; set; }

    public override void Write(StateWriter writer) => writer.Signed(Count);

    public override void Read(ref StateReader reader) => Count = reader.Signed();
}

/// <summary>Money since the marker, by currency.</summary>
internal sealed class SumSinceMarker : StreamState
{
    private readonly SortedList<ulong, decimal> byCurrency = [];

    public decimal Get(CurrencyCode currency) => byCurrency.GetValueOrDefault(currency.Packed);

    public void Add(CurrencyCode currency, decimal amount) => byCurrency[currency.Packed] = Money.Add(Get(currency), amount);

    public override void Write(StateWriter writer)
    {
        writer.Unsigned((ulong)byCurrency.Count);
        foreach (var (currency, sum) in byCurrency)
        {
            writer.Unsigned(currency);
            writer.Decimal(sum);
        }
    }

    public override void Read(ref StateReader reader)
    {
        var count = reader.Count();
        for (var i = 0; i < count; i++) byCurrency.Add(reader.Unsigned(), reader.Decimal());
    }
}

/// <summary>The latest j since the marker; reversals do not move it.</summary>
internal sealed class LastSinceMarker : StreamState
{
    public bool Happened { get; private set; }

    public long LastMicros { get; private set; }

    /// <summary>As it was before the event being judged; equal to <see cref="Happened"/> unless that event counted.</summary>
    public bool HappenedBefore { get; private set; }

    public long LastBeforeMicros { get; private set; }

    public void Note(long judgedAtMicros)
    {
        LastMicros = Happened ? Math.Max(LastMicros, judgedAtMicros) : judgedAtMicros;
        Happened = true;
    }

    /// <summary>The event being judged is over, or a new one begins.</summary>
    public void EndEvent() => (HappenedBefore, LastBeforeMicros) = (Happened, LastMicros);

    public override void Write(StateWriter writer)
    {
        writer.Byte(Happened ? (byte)1 : (byte)0);
        if (Happened) writer.Signed(LastMicros);
    }

    public override void Read(ref StateReader reader)
    {
        Happened = reader.Byte() != 0;
        LastMicros = Happened ? reader.Signed() : 0;
        EndEvent();
    }
}
