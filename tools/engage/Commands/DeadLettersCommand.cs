using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using Engage.Cli.Connections;
using Engage.Cli.Output;
using Engage.Contracts;
using Engage.Streams;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;

namespace Engage.Cli.Commands;

/// <summary><c>engage dead-letters</c>: what was rejected and why, and sending it again.</summary>
internal static class DeadLettersCommand
{
    private static readonly Option<string?> Code = new("--code") { Description = "only this reason code: negative_amount, key_mismatch …" };
    private static readonly Option<string?> Topic = new("--topic") { Description = "only from this topic" };
    private static readonly Argument<string> Letter = new("letter") { Description = "PARTITION@OFFSET, as 'engage dead-letters list' shows it" };
    private static readonly Option<bool> Yes = new("--yes") { Description = "send it" };

    public static Command Build()
    {
        var list = new Command("list", "rejected records of the last 30 days") { Code, Topic };
        list.SetAction((result, cancelled) => ListAsync(result, cancelled));
        var show = new Command("show", "one rejected record: every header, and the record as far as it can be read") { Letter };
        show.SetAction((result, cancelled) => ShowAsync(result, cancelled));
        var redrive = new Command("redrive", "send a rejected event to player-events again, byte for byte, as the newest of its player") { Letter, Yes };
        redrive.SetAction((result, cancelled) => RedriveAsync(result, cancelled));
        return new Command("dead-letters", "what was rejected and why") { list, show, redrive };
    }

    private static Task<int> ListAsync(ParseResult result, CancellationToken cancelled)
    {
        var (code, topic) = (result.GetValue(Code), result.GetValue(Topic));
        var report = OutputOption.Report(result, "letter", "at", "worker", "topic", "partition", "offset", "code", "reason", "field", "key");
        foreach (var record in Read(ClusterOptions.Resolve(result)).OrderBy(record => record.TimestampMs))
        {
            cancelled.ThrowIfCancellationRequested();
            var from = Header(record, DeadLetterHeaders.Topic);
            if ((code ?? Header(record, DeadLetterHeaders.Code)) != Header(record, DeadLetterHeaders.Code) || (topic is not null && from != topic && from?.EndsWith("." + topic, StringComparison.Ordinal) != true)) continue;
            report.Add(
                NameOf(record), DateTimeOffset.FromUnixTimeMilliseconds(record.TimestampMs), Header(record, DeadLetterHeaders.Worker), from, Header(record, DeadLetterHeaders.Partition),
                Header(record, DeadLetterHeaders.Offset), Header(record, DeadLetterHeaders.Code), Header(record, DeadLetterHeaders.Reason), Header(record, DeadLetterHeaders.Field), Text(record.Key));
        }

        report.Finish();
        return Task.FromResult(0);
    }

    private static async Task<int> ShowAsync(ParseResult result, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        var record = Find(cluster, result.GetValue(Letter)!);
        var report = OutputOption.Report(result, "what", "value");
        foreach (var (name, value) in record.Headers) report.Add(name, Text(value));
        report.Add("key", Text(record.Key));
        report.Add("bytes", record.Value?.Length ?? 0);
        if (Decode(record) is { } happened)
        {
            foreach (var (name, value) in Fields(happened)) report.Add(name, value);
        }
        else
        {
            report.Add("value (hex)", record.Value is null ? null : Convert.ToHexStringLower(record.Value.AsSpan(0, Math.Min(record.Value.Length, 512))));
        }

        report.Finish();
        return 0;
    }

    private static async Task<int> RedriveAsync(ParseResult result, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        var record = Find(cluster, result.GetValue(Letter)!);
        var target = cluster.Topic(Topics.Topics.PlayerEvents.Name);
        // The other topics are the engine's own: a record that came late into them would be judged out of order.
        if (Header(record, DeadLetterHeaders.Topic) is var from && from != target) throw new CommandException($"{NameOf(record)} comes from {from}; only records of {target} can be sent again.");
        if (Header(record, DeadLetterHeaders.OriginalValueBytes) is { Length: > 0 } bytes) throw new CommandException($"{NameOf(record)} was cut: its original had {bytes} bytes and lies at {from}/{Header(record, DeadLetterHeaders.Partition)}/{Header(record, DeadLetterHeaders.Offset)} while the topic keeps it; what is here must not be sent.");
        if (record.Value is null || record.Key is null) throw new CommandException($"{NameOf(record)} has no key or no value, so that no worker could take it.");
        if (!result.GetValue(Yes)) throw new CommandException($"{NameOf(record)} was rejected as {Header(record, DeadLetterHeaders.Code)} and will be again unless the cause is mended. Give --yes to send it; nothing was sent.", CommandException.WrongUsage);

        using var writer = new TopicWriter(cluster.Connection);
        var own = record.Headers.Where(header => !header.Key.StartsWith("engage.dead_letter.", StringComparison.Ordinal) && header.Value is not null).Select(header => KeyValuePair.Create(header.Key, header.Value!)).ToList();
        writer.Write(target, record.Key, record.Value, own);
        writer.Flush();
        Console.WriteLine($"{NameOf(record)} is sent again to {target}; a repeat of what was accepted meanwhile changes nothing");
        return 0;
    }

    private static IEnumerable<TopicRecord> Read(Cluster cluster)
    {
        var name = cluster.Topic(Topics.Topics.DeadLetters.Name);
        int partitions;
        using (var admin = new ClusterAdmin(cluster.Connection))
        {
            if (!admin.PartitionCounts().TryGetValue(name, out partitions)) throw new CommandException($"The topic {name} does not exist; run 'engage topics create'.");
        }

        using var reader = new TopicReader(cluster.Connection);
        reader.Open(new Dictionary<string, int> { [name] = partitions }, ReadFrom.Start);
        foreach (var record in reader.ToEnd(TimeSpan.FromSeconds(30))) yield return record;
    }

    private static TopicRecord Find(Cluster cluster, string letter) =>
        Read(cluster).FirstOrDefault(record => NameOf(record) == letter) ?? throw new CommandException($"There is no dead letter {letter}; 'engage dead-letters list' shows those of the last 30 days.");

    private static string NameOf(TopicRecord record) => string.Create(CultureInfo.InvariantCulture, $"{record.Partition}@{record.Offset}");

    private static string? Header(TopicRecord record, string name) => record.Headers.FirstOrDefault(header => header.Key == name).Value is { } value ? Encoding.UTF8.GetString(value) : null;

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    private static PlayerEvent? Decode(TopicRecord record)
    {
        try
        {
            return record.Value is null ? null : Topics.Topics.PlayerEvents.Wire.Read(record.Value);
        }
        catch (DecodeException)
        {
            return null;
        }
    }

    /// <summary>What an operator needs in order to find the event at its source; no attribute and no profile, which may hold contact points.</summary>
    private static IEnumerable<(string Name, object? Value)> Fields(PlayerEvent happened) =>
    [
        ("source", happened.Source), ("event_id", happened.EventId), ("type", happened.Type), ("player_id", happened.PlayerId), ("occurred_at", Times.Of(happened.OccurredAtMicros)),
        ("amount", happened.Amount), ("currency", happened.Currency), ("reverses", happened.Reverses),
    ];
}
