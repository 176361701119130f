using System.Buffers;
using System.Globalization;
using System.Text;
using Engage.Contracts;
using Engage.Rules.Documents;
using Engage.Scheduler.Applying;
using Engage.Streams;
using Engage.Streams.Testing;
using Engage.Topics;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.Scheduler.Tests;

/// <summary>The scheduler over an in-memory cluster under a clock that the test moves; the test plays apply and the materializer.</summary>
internal sealed class SchedulerScenario : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, int> versions = [];
    private readonly List<TestRecord<string, Definition>> known = [];
    private readonly DefinitionWriter definitions;

    /// <param name="now">UTC, as in 2026-10-24T00:00:00Z.</param>
    public SchedulerScenario(string now, int partitions = 1)
    {
        definitions = new DefinitionWriter(this, partitions);
        Driver = TopologyTestDriver.For(SchedulerTopology.Build(new SchedulerOptions(), definitions), At(now), partitions);
    }

    public TopologyTestDriver Driver { get; }

    public string Now => Text(Driver.Time.NowMicros);

    public static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static string Text(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * 10).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Applies the next version of rule <c>r</c>.</summary>
    /// <param name="schedule">The members of <c>schedule</c> as JSON.</param>
    /// <param name="further">Further members of the rule, each with a comma in front.</param>
    public SchedulerScenario Rule(string schedule, string further = "", string status = "active")
    {
        var json = $$$"""{"kind":"rule","id":"r","schedule":{{{{schedule}}}}{{{further}}},"actions":[{"give_points":{"points":1}}]}""";
        var version = versions["r"] = versions.GetValueOrDefault("r") + 1;
        Driver.Pipe(EngageTopics.Definitions, $"rule/r/{version}", new Definition { Kind = "rule", Id = "r", Version = version, Status = status, Body = CanonicalJson.Write(CanonicalJson.Parse(json)) });
        return Advance(Tick); // The scheduler looks at definitions when it ticks.
    }

    /// <summary>Writes an apply that is to happen later.</summary>
    public SchedulerScenario Later(string at, string documents, bool isConfirmed = false, string id = "later")
    {
        PublishDefinitions.PublishPending(definitions, new PendingApply(id, At(at).ToUnixTimeMilliseconds() * 1000, CanonicalJson.Write(CanonicalJson.Parse(documents)), isConfirmed));
        Driver.Run();
        return this;
    }

    /// <param name="inSteps">True: in steps of the tick, as an idle worker lives through it; false: in one leap.</param>
    public SchedulerScenario Advance(TimeSpan by, bool inSteps = false)
    {
        if (inSteps) Driver.Advance(by, Tick);
        else Driver.Advance(by);
        return this;
    }

    /// <summary>Goes to an instant; stays where it has passed.</summary>
    public SchedulerScenario AdvanceTo(string time) => At(time) is var instant && instant > Driver.Time.GetUtcNow() ? Advance(instant - Driver.Time.GetUtcNow()) : this;

    /// <summary>The worker is down for a while and comes back on its disk.</summary>
    public SchedulerScenario DownUntil(string time)
    {
        Driver.Time.Advance(At(time) - Driver.Time.GetUtcNow());
        Driver.CrashAndRestart();
        return Advance(Tick * 4, inSteps: true);
    }

    /// <summary>The materializer's answer to a run's marker: its members, then the end of each partition.</summary>
    public SchedulerScenario Audience(string runId, int members, int partitions = 1)
    {
        for (var number = 0; number < members; number++) Driver.Pipe(EngageTopics.AudienceMembers, "r", Record(runId, 0, $"player-{number:D4}", null));
        for (var partition = 0; partition < partitions; partition++) Driver.Pipe(EngageTopics.AudienceMembers, "r", Record(runId, partition, null, partition == 0 ? members : 0));
        return this;
    }

    public SchedulerScenario Member(string runId, string player)
    {
        Driver.Pipe(EngageTopics.AudienceMembers, "r", Record(runId, 0, player, null));
        return this;
    }

    /// <summary>What was written to player-events since the last call.</summary>
    public IReadOnlyList<TestRecord<string, PlayerEvent>> Events() => Driver.Read(EngageTopics.PlayerEvents);

    /// <summary>Due times of the runs whose markers were written since the last call.</summary>
    public IReadOnlyList<string> Runs() => [.. Events().Where(record => record.Value!.Type == "engage.run").Select(record => record.Value!.EventId[2..])];

    /// <summary>Members that were reached since the last call, with their planned instants.</summary>
    public IReadOnlyList<(string Player, long PlannedMicros, long WrittenMicros)> Reached() =>
        [.. Events().Where(record => record.Value!.Type == "engage.scheduled").Select(record => (record.Key, record.Value!.OccurredAtMicros, record.TimestampMicros))];

    /// <summary>Reports since the last call as <c>state reason</c>.</summary>
    public IReadOnlyList<string> Reports() => [.. Driver.Read(EngageTopics.RunReports).Select(record => $"{record.Value!.State} {record.Value.Reason}".TrimEnd())];

    /// <summary>Definitions written by the scheduler, as <c>kind/id/version status name</c>.</summary>
    public IReadOnlyList<string> Applied() => [.. definitions.Written.Select(definition => $"{definition.Kind}/{definition.Id}/{definition.Version} {definition.Status} {definition.Name}".TrimEnd())];

    public void Dispose() => Driver.Dispose();

    private static AudienceMember Record(string runId, int partition, string? player, long? count) =>
        new() { RunId = runId, RuleId = "r", DueMicros = At(runId[2..]).ToUnixTimeMilliseconds() * 1000, Partition = partition, PlayerId = player, Count = count };

    /// <summary>Carries the scheduler's changes of definitions out at once, over the driver's cluster.</summary>
    private sealed class DefinitionWriter(SchedulerScenario scenario, int partitions) : IApplyDefinitions, IDefinitionWriter
    {
        private readonly Queue<ApplyRequest> requests = [];
        private bool isRunning;

        public List<Definition> Written { get; } = [];

        public int PlayerPartitions => partitions;

        public void Request(ApplyRequest request)
        {
            // The worker goes on meanwhile: the change is made when the driver is at rest.
            requests.Enqueue(request);
        }

        /// <summary>Makes the changes that were asked for.</summary>
        public void Serve()
        {
            while (requests.TryDequeue(out var request)) ApplyNow.Run(request, this, scenario.Driver.Time.NowMicros);
            scenario.Driver.Run();
        }

        public DefinitionLog ReadToEnd()
        {
            var (fold, log) = (new DefinitionLog.Fold(), DefinitionLog.Empty);
            foreach (var record in scenario.AllDefinitions())
            {
                log = fold.Apply(log, new InputRecord
                {
                    Topic = EngageTopics.Definitions,
                    Partition = 0,
                    Offset = record.Offset,
                    TimestampMicros = record.TimestampMicros,
                    Key = Encoding.UTF8.GetBytes(record.Key),
                    HasKey = true,
                    Value = Bytes(record.Value!),
                    IsTombstone = false,
                    Headers = default,
                });
            }

            return log;
        }

        public void Begin() => isRunning = true;

        public long Write(Topic topic, int partition, byte[] key, byte[] value)
        {
            Assert.True(isRunning);
            if (topic == EngageTopics.Definitions) Written.Add(EngageTopics.Definitions.Wire.Read(value));
            return scenario.Driver.Write(topic, key, value, partition);
        }

        public void Commit() => isRunning = false;

        public void Abort() => isRunning = false;

        public void Dispose() => requests.Clear();

        private static byte[] Bytes(Definition definition)
        {
            var output = new ArrayBufferWriter<byte>();
            EngageTopics.Definitions.Wire.Write(definition, output);
            return output.WrittenSpan.ToArray();
        }
    }

    private List<TestRecord<string, Definition>> AllDefinitions()
    {
        known.AddRange(Driver.Read(EngageTopics.Definitions));
        return known;
    }

    /// <summary>Lets the changes of definitions happen that the scheduler has asked for.</summary>
    public SchedulerScenario LetApply()
    {
        definitions.Serve();
        return this;
    }
}
