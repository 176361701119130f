using System.Text;
using Engage.Contracts;
using Engage.Dispatcher.Commands;
using Engage.Dispatcher.Lanes;
using Engage.Dispatcher.Profiles;
using Engage.Dispatcher.Results;
using Engage.Dispatcher.Routing;
using Engage.Dispatcher.Sending;
using Engage.Streams;
using Engage.Topics;

namespace Engage.Dispatcher;

/// <summary>One partition: routes actions once their player's profile is known, keeps the lanes that this partition owns, and carries out operators' commands.</summary>
/// <remarks>Outlives rewinds: calls of providers that have begun go on, and what they bring is taken in again.</remarks>
internal sealed class DispatchActions : IProcessor, IRewindable
{
    private readonly GlobalTable<DefinitionLog> definitions;
    private readonly TimeProvider clock;
    private readonly ProfileTable profiles;
    private readonly ActionRouter router;
    private readonly WaitingActions waiting;
    private readonly LaneEngine engine;
    private readonly LaneCalls calls;
    private readonly CarryOutCommands operators;
    private readonly System.Action<string, long> eraseElsewhere;
    private readonly string? defaultCountryCode;

    public DispatchActions(ITaskContext task, GlobalTable<DefinitionLog> definitions, DispatcherOptions options, DispatchServices services)
    {
        this.definitions = definitions;
        (clock, defaultCountryCode) = (services.Clock, services.DefaultCountryCode);
        profiles = new ProfileTable(task.OpenBytes(Stores.Profiles));
        waiting = new WaitingActions(task.OpenBytes(Stores.Waiting));
        calls = new LaneCalls(services.Pool, task.Wake);

        var commands = task.Output(EngageTopics.DispatchCommands);
        var counters = new SentCounters(task.OpenBytes(Stores.Sent), task.PartitionCount);
        var results = new ResultWriter(task.Output(EngageTopics.ActionResults));
        var tools = new LaneTools(
            new LaneBook(task.OpenBytes(Stores.Lanes)),
            new LaneQueue(task.OpenBytes(Stores.Queue)),
            results,
            new EventWriter(task.Output(EngageTopics.DispatchEvents), task.Partition),
            new Circuits(),
            new AccountWatch(),
            new KillSwitches(task.OpenBytes(Stores.Switches)),
            counters,
            services.Accounts,
            services.Pool,
            () => definitions.Snapshot.Latest,
            options)
        {
            Wake = task.Wake,
            ContactOf = lane => PlayerContacts.Find(profiles.Find(lane.Player!), lane.Channel, services.DefaultCountryCode),
        };
        var changes = new LaneChanges(tools);
        var gate = new LaneGate(profiles.Find, counters, services.DefaultCountryCode);
        var completions = new ApplyCompletions(tools, changes, services.PoolOptions);
        engine = new LaneEngine(tools, changes, new StartMessages(tools, changes, gate), completions, calls, task.RequestCommit, Forward);
        router = new ActionRouter(task, definitions, services, results, engine.Accept);
        operators = new CarryOutCommands(tools, changes, completions, new CommandLog(task.OpenBytes(Stores.Commands)), defaultCountryCode, Forward);
        eraseElsewhere = (playerId, nowMicros) =>
        {
            Erasure.Tell(commands, task.Partition, playerId, nowMicros);
            Erasure.DropInternal(tools, changes, $"player:{playerId}", nowMicros);
        };
        Load();
    }

    public ProcessResult Process(in InputRecord record)
    {
        if (record.Topic == EngageTopics.Actions) return TakeAction(record);
        if (record.Topic == EngageTopics.PlayerProfiles) TakeProfile(record);
        else if (record.Topic == EngageTopics.DispatchWork) engine.Accept(record.ValueAs(EngageTopics.DispatchWork), NowMicros());
        else operators.CarryOut(record.ValueAs(EngageTopics.DispatchCommands), NowMicros());
        return ProcessResult.Done;
    }

    public void OnTick(long nowMicros) => engine.Tick(nowMicros);

    public void OnCommitted() => engine.Committed();

    public void OnRewound() => Load();

    private void Load()
    {
        waiting.Load();
        engine.Load();
    }

    private ProcessResult TakeAction(in InputRecord record)
    {
        var action = record.ValueAs(EngageTopics.Actions);
        if (definitions.NextOffset <= action.DefinitionsOffset) return ProcessResult.WaitFor(definitions, action.DefinitionsOffset);

        record.Headers.TryGet("traceparent"u8, out var traceparent);
        var profile = profiles.Find(action.PlayerId);
        if (profile.Version < action.ProfileVersion || waiting.HasAny(action.PlayerId))
            waiting.Add(action.PlayerId, record.Offset, record.Value, traceparent);
        else
            router.Route(action, profile, traceparent.IsEmpty ? null : Encoding.UTF8.GetString(traceparent), NowMicros());
        return ProcessResult.Done;
    }

    private void TakeProfile(in InputRecord record)
    {
        var nowMicros = NowMicros();
        var playerId = Encoding.UTF8.GetString(record.Key);
        var before = profiles.Find(playerId);
        profiles.Apply(record);
        if (record.IsTombstone) return;

        var after = record.ValueAs(EngageTopics.PlayerProfiles);

        waiting.Release(playerId, (value, traceparent) =>
        {
            var action = EngageTopics.Actions.Wire.Read(value);
            if (after.Version < action.ProfileVersion) return false;
            router.Route(action, after, traceparent, nowMicros);
            return true;
        });
        if (after.Erased)
        {
            engine.DropPlayer(playerId, nowMicros);
            eraseElsewhere(playerId, nowMicros);
            return;
        }

        engine.WakePlayer(playerId, HasNewContact(before, after), nowMicros);
    }

    private bool HasNewContact(PlayerProfile before, PlayerProfile after) =>
        PlayerContacts.Find(before, "sms", defaultCountryCode) != PlayerContacts.Find(after, "sms", defaultCountryCode)
        || PlayerContacts.Find(before, "email", defaultCountryCode) != PlayerContacts.Find(after, "email", defaultCountryCode);

    private void Forward(DispatchWork work, long nowMicros) => router.Join(work, nowMicros);

    private long NowMicros() => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
