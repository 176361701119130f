using System.Buffers;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Engage.Cli.Connections;
using Engage.Cli.Definitions;
using Engage.Cli.Output;
using Engage.Cli.State;
using Engage.Contracts;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using Engage.Rules.Facts;
using Engage.Rules.Segments;
using Engage.SegmentMaterializer.Domain;
using Engage.Streams;
using Engage.Streams.Kafka.Tools;
using Engage.Topics;

namespace Engage.Cli.Commands;

/// <summary><c>engage player</c>: what is kept of a player, and erasure (semantics 47).</summary>
internal static class PlayerCommand
{
    private static readonly Argument<string> Player = new("player") { Description = "the player's id" };
    private static readonly Option<bool> Yes = new("--yes") { Description = "erase: it cannot be undone" };

    public static Command Build()
    {
        var show = new Command("show", "profile, tags, consents, segments and progress, as kept now") { Player };
        show.SetAction((result, cancelled) => ShowAsync(result, cancelled));
        var erase = new Command("erase", "forget the player everywhere; what keeps a reward from being earned twice stays under a keyed hash") { Player, Yes };
        erase.SetAction((result, cancelled) => EraseAsync(result, cancelled));
        return new Command("player", "what is kept of a player; erasure") { show, erase };
    }

    private static async Task<int> ShowAsync(ParseResult result, CancellationToken cancelled)
    {
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        var id = result.GetValue(Player)!;
        var (key, definitions) = (Encoding.UTF8.GetBytes(id), DefinitionsInLog.ReadLog(cluster));
        var partition = Partitioner.PartitionOf(key, Partitions(cluster));
        var players = PlayersOfPartition.Read(cluster, partition, definitions, key);
        var rows = players.All().Select(found => found.Row).ToList();
        var progress = ProgressOfPlayer.Read(cluster, partition, key);
        if (rows.Count == 0 && progress.Count == 0) throw new CommandException($"Nothing is kept of {id}: no event of theirs has been taken, or they were erased.");

        var report = OutputOption.Report(result, "what", "name", "value", "detail");
        foreach (var row in rows)
        {
            Known(report, row);
            Segments(report, players.Judge(), row);
        }

        Progress(report, progress, definitions);
        report.Finish();
        return 0;
    }

    private static void Known(Report report, PlayerRow row)
    {
        var state = row.State;
        for (var i = 0; i < state.ProfileCount; i++) report.Add("profile", Encoding.UTF8.GetString(state.ProfileNameAt(i)), Text(state.ProfileValueAt(i)), null);
        for (var i = 0; i < state.TagCount; i++) report.Add("tag", Encoding.UTF8.GetString(state.TagAt(i)), null, null);
        for (var i = 0; i < state.ConsentCount; i++) report.Add("consent", Encoding.UTF8.GetString(state.ConsentChannelAt(i)), state.ConsentAt(i) ? "given" : "not given", null);
        report.Add("suppression", null, row.Suppression ?? "unknown", row.Suppression is null ? "never stated: messages are held" : null);
    }

    private static void Segments(Report report, SegmentJudge judge, PlayerRow row)
    {
        var now = Times.Micros(TimeProvider.System.GetUtcNow());
        var segments = judge.Definitions.Segments.Segments;
        var membership = new byte[MembershipBits.SizeOf(segments.Length)];
        judge.Evaluate(row.State, new JudgeInstant(now, now), membership);
        foreach (var segment in segments)
        {
            var isIn = (membership[segment.Index / 8] >> (segment.Index % 8) & 1) != 0;
            report.Add("segment", segment.Id, isIn ? "in" : "not in", isIn ? null : judge.Explain(row.State, segment.Id, new JudgeInstant(now, now))?.Culprit?.ToString());
        }
    }

    private static void Progress(Report report, IReadOnlyList<KeyValuePair<RuleKey, RuleProgress>> kept, DefinitionLog definitions)
    {
        var names = definitions.Latest.LatestOf(DefinitionKind.Rule).ToDictionary(version => RuleKey.Of(version.Id), version => version.Id);
        foreach (var (key, progress) in kept)
        {
            var rule = names.GetValueOrDefault(key, string.Create(CultureInfo.InvariantCulture, $"key {key.Value:x16}"));
            var held = progress.Qualification;
            var until = held.UntilMicros == Rules.Qualification.HeldQualification.NeverRunsOut ? "" : $", until {Times.Text(held.UntilMicros)}";
            var detail = string.Join("; ", new[]
            {
                progress.Executed ? "has executed" : null,
                held.IsHeld ? $"qualified {Times.Text(held.SinceMicros)}{until}" : null,
                progress.Version > 0 ? string.Create(CultureInfo.InvariantCulture, $"as of version {progress.Version}") : null,
            }.Where(part => part is not null));
            var amounts = new List<string>();
            for (var i = 0; i < progress.Kept.Count; i++) amounts.Add(string.Create(CultureInfo.InvariantCulture, $"{progress.Kept[i].Value:0.########} {progress.Kept[i].Currency}").TrimEnd());
            report.Add("progress", rule, string.Join(", ", amounts), detail);
        }
    }

    private static async Task<int> EraseAsync(ParseResult result, CancellationToken cancelled)
    {
        var id = result.GetValue(Player)!;
        if (!result.GetValue(Yes)) throw new CommandException($"This forgets {id} for good. Give --yes to do it; nothing was erased.", CommandException.WrongUsage);
        var cluster = ClusterOptions.Resolve(result);
        await RegisteredSchemas.BindAsync(cluster, cancelled);
        Partitions(cluster);

        var happened = new PlayerEvent
        {
            Source = "engage-cli",
            EventId = RandomNumberGenerator.GetHexString(32, lowercase: true), // Each request is one of its own: a player may come back and be erased again.
            Type = "player.updated",
            PlayerId = id,
            OccurredAtMicros = Times.Micros(TimeProvider.System.GetUtcNow()),
            Update = new PlayerUpdate { Erase = true },
        };
        var value = new ArrayBufferWriter<byte>();
        Topics.Topics.PlayerEvents.Wire.Write(happened, value);
        using var writer = new TopicWriter(cluster.Connection);
        writer.Write(cluster.Topic(Topics.Topics.PlayerEvents.Name), Encoding.UTF8.GetBytes(id), value.WrittenSpan.ToArray());
        writer.Flush();
        Console.WriteLine($"the erasure of {id} is written; each worker forgets the player as it comes to it, and the topics by their retention");
        return 0;
    }

    private static int Partitions(Cluster cluster)
    {
        using var admin = new ClusterAdmin(cluster.Connection);
        var name = cluster.Topic(Topics.Topics.PlayerEvents.Name);
        return admin.PartitionCounts().TryGetValue(name, out var count) ? count : throw new CommandException($"The topic {name} does not exist; run 'engage topics create'.");
    }

    private static string Text(FactValue value) => value.Kind switch
    {
        FactKind.Boolean => value.Boolean ? "true" : "false",
        FactKind.Long => value.Long.ToString(CultureInfo.InvariantCulture),
        FactKind.Double => value.Double.ToString("R", CultureInfo.InvariantCulture),
        FactKind.Text => Encoding.UTF8.GetString(value.Text),
        _ => "",
    };
}
