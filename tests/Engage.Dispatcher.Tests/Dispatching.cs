using System.Globalization;
using Engage.Contracts;
using Engage.Dispatcher.Sending;
using Engage.Rules.Identity;
using Engage.Sandbox;
using Engage.Streams.Testing;
using Action = Engage.Contracts.Action;

namespace Engage.Dispatcher.Tests;

/// <summary>A dispatcher on the test driver, with the sandbox behind its channels; both under one clock that starts on Monday 2026-11-02, 09:00 UTC.</summary>
internal sealed class Dispatching : IAsyncDisposable
{
    public static readonly DateTimeOffset Nine = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Of real time, for anything that should happen at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Accounts accounts;
    private readonly SendPool pool;
    private readonly List<ActionResult> results = [];
    private readonly List<DispatchEvent> events = [];
    private int actions;
    private int definitions;

    private Dispatching(EngageSandbox sandbox, LateClock clock, DispatcherOptions options, ChannelsOptions channels, int partitionCount)
    {
        Sandbox = sandbox;
        accounts = new Accounts(channels, clock);
        var poolOptions = new SendPoolOptions { Normal = options.Concurrency, Slow = options.SlowConcurrency };
        pool = new SendPool(poolOptions);
        Driver = TopologyTestDriver.For(DispatcherTopology.Build(options, new DispatchServices(accounts, pool, poolOptions, clock, channels.DefaultCountryCode)), Nine, partitionCount);
        clock.Driver = Driver.Time;
    }

    public EngageSandbox Sandbox { get; }

    public TopologyTestDriver Driver { get; }

    /// <summary>Every result so far, in the order of their topic's partitions.</summary>
    public IReadOnlyList<ActionResult> Results
    {
        get
        {
            results.AddRange(Driver.Read(EngageTopics.ActionResults).Select(record => record.Value!));
            return results;
        }
    }

    /// <summary>Everything operators were told so far.</summary>
    public IReadOnlyList<DispatchEvent> Events
    {
        get
        {
            events.AddRange(Driver.Read(EngageTopics.DispatchEvents).Select(record => record.Value!));
            return events;
        }
    }

    /// <summary>Makes command ids differ.</summary>
    public int CommandCount { get; set; }

    public IReadOnlyList<ActionResult> FinalResults => [.. Results.Where(result => result.Final)];

    /// <param name="sandbox">Slack's limit per channel is off unless this says otherwise.</param>
    /// <param name="channels">Every account leads to the sandbox, except for what this takes away.</param>
    public static async Task<Dispatching> StartAsync(
        Func<SandboxOptions, SandboxOptions>? sandbox = null,
        Action<ChannelsOptions>? channels = null,
        Action<DispatcherOptions>? dispatcher = null,
        int partitionCount = 1)
    {
        var clock = new LateClock(Nine);
        var defaults = new SandboxOptions { Clock = clock, SlackPostInterval = TimeSpan.Zero, SlackTierLimits = SlackTierLimits.Relaxed, SlackRecipients = ["#vip", "#board", "@ada"] };
        var emulators = await EngageSandbox.StartAsync(sandbox?.Invoke(defaults) ?? defaults, TestContext.Current.CancellationToken);

        var accounts = new ChannelsOptions { SlackMessageInterval = TimeSpan.Zero };
        (accounts.Slack.Address, accounts.Slack.Token) = (emulators.SlackAddress, emulators.SlackToken);
        (accounts.Twilio.Address, accounts.Twilio.AccountSid, accounts.Twilio.AuthToken) = (emulators.TwilioAddress, emulators.TwilioSid, emulators.TwilioToken);
        (accounts.Twilio.Sender, accounts.Twilio.StatusCallback) = ("+15005550006", emulators.TwilioCallbackAddress);
        (accounts.Smtp.Host, accounts.Smtp.Port, accounts.Smtp.Security, accounts.Smtp.Sender) = ("127.0.0.1", emulators.SmtpPort, Channels.Smtp.SmtpSecurity.None, "Casino <news@casino.example>");
        channels?.Invoke(accounts);
        var options = new DispatcherOptions();
        dispatcher?.Invoke(options);
        return new(emulators, clock, options, accounts, partitionCount);
    }

    /// <summary>Publishes a definition, body as canonical JSON with single quotes for double ones.</summary>
    public Dispatching Define(string kind, string id, string body, int version = 1, string status = "active")
    {
        var json = $$"""{"kind":"{{kind}}","id":"{{id}}",{{body.Replace('\'', '"')}}}""";
        Driver.Pipe(EngageTopics.Definitions, $"{kind}/{id}/{version}", new Definition { Kind = kind, Id = id, Version = version, Status = status, Body = json });
        definitions++;
        return this;
    }

    /// <summary>Publishes a rule whose one action is given.</summary>
    public Dispatching DefineRule(string id, string action) => Define("rule", id, $"'trigger':{{'event':'deposit.failed'}},'actions':[{action}]");

    /// <summary>What becomes known of a player; suppression none unless told otherwise.</summary>
    public Dispatching Know(PlayerProfile profile)
    {
        Driver.Pipe(EngageTopics.PlayerProfiles, profile.PlayerId, profile);
        return this;
    }

    /// <summary>Hands an action over.</summary>
    public Action Act(string rule, string type, string player = "p1", Func<Action, Action>? with = null)
    {
        var execution = DecisionIds.ExecutionOfRun("rule"u8, "player"u8, System.Text.Encoding.UTF8.GetBytes((actions++).ToString(CultureInfo.InvariantCulture)));
        var action = new Action
        {
            ActionId = DecisionIds.Action(execution, 0).ToString(),
            ExecutionId = execution.ToString(),
            PlayerId = player,
            RuleId = rule,
            RuleVersion = 1,
            DefinitionsOffset = definitions - 1,
            ActionIndex = 0,
            ActionType = type,
            OccurredAtMicros = Driver.Time.NowMicros,
            DecidedAtMicros = Driver.Time.NowMicros,
            Position = actions,
        };
        if (with is not null) action = with(action);
        Driver.Pipe(EngageTopics.Actions, player, action);
        return action;
    }

    /// <summary>Lets everything happen that can at the present time, calls of providers included.</summary>
    public async Task<Dispatching> SettleAsync()
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Patience);
        while (true)
        {
            var changed = pool.Changed;
            Driver.Run();
            if (pool.Running == 0)
            {
                Driver.Run(); // A completion arrives before its call stops counting, so this run has them all.
                if (pool.Running == 0) return this;
            }

            await changed.WaitAsync(late.Token);
        }
    }

    /// <summary>Lets things happen until <paramref name="isDone"/>, although calls go on.</summary>
    public async Task SettleUntilAsync(Func<bool> isDone)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Patience);
        while (true)
        {
            var changed = pool.Changed;
            Driver.Run();
            if (isDone()) return;
            await changed.WaitAsync(late.Token);
        }
    }

    /// <summary>Moves the clock, then settles.</summary>
    public Task<Dispatching> AdvanceAsync(TimeSpan by)
    {
        Driver.Advance(by);
        return SettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Driver.Dispose();
        await pool.DisposeAsync();
        await accounts.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}
