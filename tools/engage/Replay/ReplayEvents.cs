using System.Buffers;
using System.Text;
using Engage.Cli.Connections;
using Engage.Contracts;
using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.Replay;

/// <summary>How fast events go out, and what becomes of their times.</summary>
internal sealed record ReplayOptions
{
    /// <summary>Events per second; null: as fast as the cluster takes them.</summary>
    public double? Rate { get; init; }

    /// <summary>Keeps the recorded gaps, this many times faster; null: none are kept.</summary>
    public double? Speed { get; init; }

    /// <summary>Added to every event's time.</summary>
    public long ShiftMicros { get; init; }

    /// <summary>Wrong rows are counted and left out instead of ending the replay.</summary>
    public bool SkipBad { get; init; }
}

/// <summary>What a file holds.</summary>
/// <param name="Events">How many events its good rows make.</param>
/// <param name="LatestMicros">The latest time among them; null: it holds no event.</param>
internal readonly record struct FileSurvey(long Events, long? LatestMicros)
{
    /// <summary>What to add to every time so that the last event is now.</summary>
    public long ShiftToNow => LatestMicros is { } latest ? (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond - latest : 0;
}

/// <summary>Sends a file's events to player-events.</summary>
internal sealed class ReplayEvents(Cluster cluster, TextWriter mistakes)
{
    /// <summary>More wrong rows than these are counted, not printed.</summary>
    private const int MaxPrinted = 50;

    public long Sent { get; private set; }

    public long Bad { get; private set; }

    /// <summary>Reads the file once, to know how much there is and when it ends.</summary>
    public static FileSurvey Survey(EventFile file)
    {
        var survey = new FileSurvey(0, null);
        foreach (var item in file.Items())
        {
            if (item.Event is not { } mapped) continue;
            survey = new FileSurvey(survey.Events + 1, survey.LatestMicros > mapped.OccurredAtMicros ? survey.LatestMicros : mapped.OccurredAtMicros);
        }

        return survey;
    }

    /// <param name="progress">Told the number of events sent, now and then.</param>
    /// <exception cref="CommandException">A row is wrong and bad rows are not skipped; what was sent before it stays sent.</exception>
    public async Task RunAsync(EventFile file, ReplayOptions options, Action<long> progress, CancellationToken cancelled)
    {
        using var writer = new TopicWriter(cluster.Connection);
        var topic = cluster.Topic(Topics.Topics.PlayerEvents.Name);
        var pace = new ReplayPace(options);
        var value = new ArrayBufferWriter<byte>();
        foreach (var item in file.Items())
        {
            if (item.Error is { } error)
            {
                Refuse(error, options);
                continue;
            }

            var shifted = item.Event! with { OccurredAtMicros = item.Event.OccurredAtMicros + options.ShiftMicros };
            await pace.WaitAsync(Sent, item.Event.OccurredAtMicros, cancelled);
            value.ResetWrittenCount();
            Topics.Topics.PlayerEvents.Wire.Write(shifted, value);
            writer.Write(topic, Encoding.UTF8.GetBytes(shifted.PlayerId), value.WrittenSpan.ToArray());
            if (++Sent % 500 == 0) progress(Sent);
        }

        writer.Flush();
        progress(Sent);
    }

    private void Refuse(RowError error, ReplayOptions options)
    {
        Bad++;
        if (!options.SkipBad) throw new CommandException($"line {error.LineNumber}: {error.Reason}. {Sent} events were sent before it; give --skip-bad to leave wrong rows out.");
        if (Bad <= MaxPrinted) mistakes.WriteLine($"line {error.LineNumber}: {error.Reason}");
        if (Bad == MaxPrinted + 1) mistakes.WriteLine("further wrong rows are counted, not printed");
    }
}
