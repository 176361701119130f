using System.Globalization;
using System.Text.Json;
using Engage.Streams.Kafka.Tools;

namespace Engage.Cli.Tests.Stack;

/// <summary>The commands against a running stack. Every test has its own rules and players.</summary>
public sealed class Commands(RunningStack stack) : IClassFixture<RunningStack>
{
    private static readonly DateTimeOffset Begun = TimeProvider.System.GetUtcNow().AddMinutes(-30);

    [Fact]
    public async Task Rule_28_history_has_every_column_with_qualification_and_the_states_of_actions()
    {
        await stack.ApplyAsync("history", """
            kind: rule
            id: history-spins
            trigger: { event: history.bet }
            accumulate: { count: 2 }
            qualification: { event: history.deposit, where: { amount: { gte: 100 } }, period: 24h }
            actions: [ { give_points: { points: 3 } }, { tag_player: { tag: lucky } } ]
            """, "--wait");
        await stack.SendAsync(Event("d1", "history.deposit", "hanna", 0, 100), Event("b1", "history.bet", "hanna", 1, 5), Event("b2", "history.bet", "hanna", 2, 7.5m), Event("b3", "history.bet", "hanna", 3, 1));

        var row = Assert.Single(await RunningStack.UntilAsync(() => stack.RowsAsync("history", "--player", "hanna"), rows => rows is [var only] && only.GetProperty("actions").EnumerateArray().All(action => action.GetString() != "pending")));

        Assert.Equal(
            ["occurred_at", "player", "rule", "version", "segment", "event", "run_id", "decided_at", "times", "amount", "currency", "remainder", "discarded", "flags", "qualification_date", "qualification_validity", "actions", "execution_id"],
            row.EnumerateObject().Select(column => column.Name));
        Assert.Equal(("hanna", "history-spins", 1, "everyone"), (Text(row, "player"), Text(row, "rule"), row.GetProperty("version").GetInt32(), Text(row, "segment")));
        Assert.Equal(("wallet/b2/history.bet", At(2)), (Text(row, "event"), Time(row, "occurred_at")));
        Assert.Equal((1, 7.5m, "EUR", 0m, 0), (row.GetProperty("times").GetInt32(), row.GetProperty("amount").GetDecimal(), Text(row, "currency"), row.GetProperty("remainder").GetDecimal(), row.GetProperty("discarded").GetInt32()));
        Assert.Equal((At(0), At(0).AddHours(24)), (Time(row, "qualification_date"), Time(row, "qualification_validity")));
        Assert.Equal(["give_points:delivered", "tag_player:delivered"], row.GetProperty("actions").EnumerateArray().Select(action => action.GetString()!));

        Assert.Empty(await stack.RowsAsync("history", "--rule", "history-spins", "--from", Stamp(3)));
        Assert.Single(await stack.RowsAsync("history", "--rule", "history-spins", "--from", Stamp(2), "--to", Stamp(3)));
        Assert.Equal(2, (await stack.RunAsync("history")).Status);
    }

    [Fact]
    public async Task Rule_45_and_46_explain_and_simulate_answer_as_live_and_leave_no_trace()
    {
        const string rule = """
            kind: rule
            id: traced-points
            trigger: { event: traced.bet, where: { amount: { gt: 0 } } }
            accumulate: { field: amount, every: { EUR: 10 } }
            actions: [ { give_points: { points: 1 } } ]
            """;
        await stack.ApplyAsync("traced", rule, "--wait");
        await stack.SendAsync([.. Enumerable.Range(1, 8).Select(i => Event($"t{i}", "traced.bet", $"traced-{i % 3}", i, i * 3.5m)), Event("t8", "traced.bet", "traced-2", 8, 28)]);
        var history = await RunningStack.UntilAsync(() => stack.RowsAsync("history", "--rule", "traced-points"), rows => rows.Count == 6);
        var before = await stack.TraceAsync();

        var simulated = (await stack.RowsAsync("simulate", "-f", stack.PathOf("traced.yaml"))).ToList();
        var executed = await stack.RowsAsync("explain", "--player", "traced-1", "--rule", "traced-points", "--event", "wallet/t4/traced.bet");
        var all = await stack.RowsAsync("explain", "--player", "traced-1", "--rule", "traced-points");
        var (unknown, message) = await stack.RunAsync("explain", "--player", "traced-1", "--rule", "no-such-rule");

        Assert.Equal(before, await stack.TraceAsync());
        Assert.Equal(history.Select(Decision).Order(StringComparer.Ordinal), simulated[..^1].Select(Decision).Order(StringComparer.Ordinal));
        Assert.Equal(0, simulated[^1].GetProperty("incomplete").GetArrayLength() - 1); // That the live rule's progress is not taken over.
        Assert.Equal(("result", "executed"), (Text(executed[^1], "gate"), Text(executed[^1], "verdict")));
        Assert.Equal(["not_executed below_step", "executed executed", "executed executed"], all.Select(row => $"{Text(row, "result")} {Text(row, "reason")}"));
        Assert.Equal(1, unknown);
        Assert.Contains("There is no rule no-such-rule", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_tells_lag_health_and_version_of_every_worker()
    {
        var rows = await RunningStack.UntilAsync(() => stack.RowsAsync("status"), rows => rows.All(row => Text(row, "health") == "ok" && row.GetProperty("lag").ValueKind == JsonValueKind.Number && row.GetProperty("lag").GetInt64() == 0));

        Assert.Equal(["segment-materializer", "trigger-matcher", "accumulator", "scheduler", "dispatcher"], rows.Select(row => Text(row, "worker")));
        Assert.All(rows, row => Assert.Equal(("running", 4), (Text(row, "state"), row.GetProperty("partitions").GetInt32())));
        Assert.All(rows, row => Assert.NotEmpty(Text(row, "version")!));

        var unreachable = await stack.RowsAsync("status", "--worker", "accumulator=http://127.0.0.1:1");
        Assert.Equal("unreachable", Text(unreachable.Single(row => Text(row, "worker") == "accumulator"), "health"));
        Assert.Equal("unknown", Text(unreachable.Single(row => Text(row, "worker") == "dispatcher"), "health"));
    }

    [Fact]
    public async Task Doctor_finds_a_transaction_that_holds_a_topic_back_and_ends_it_on_request()
    {
        await RunningStack.UntilAsync(() => stack.RunAsync("doctor"), answer => answer.Status == 0);
        using var forgotten = new TransactionalWriter(new ClusterConnection(stack.Broker), "engage.apply");
        forgotten.Begin();
        forgotten.Write("engage.dead-letters", 0, [], []);

        var (status, output) = await stack.RunAsync("doctor", "--transaction-age", "0s", "--quick", "--output", "json");

        Assert.Equal(1, status);
        var finding = Assert.Single(RunningStack.Rows(output), row => Text(row, "check") == "open" && Text(row, "worker") == "engage.dead-letters");
        Assert.Contains("--abort-transaction engage.segment-materializer.INSTANCE-THREAD or", Text(finding, "detail"), StringComparison.Ordinal);

        await stack.EngageAsync("doctor", "--abort-transaction", "engage.apply");

        await RunningStack.UntilAsync(() => stack.RunAsync("doctor", "--transaction-age", "0s", "--quick", "--output", "json"), answer => RunningStack.Rows(answer.Output).All(row => Text(row, "worker") != "engage.dead-letters"));
        Assert.Throws<ClusterException>(forgotten.Commit); // Whoever held it is fenced.
        Assert.Equal(2, (await stack.RunAsync("doctor", "--abort-transaction", "somebody-elses")).Status);
    }

    [Fact]
    public async Task Doctor_reads_the_chain_of_every_changelog()
    {
        await stack.SendAsync(Event("c1", "chain.bet", "carla", 1, 1));
        var rows = RunningStack.Rows((await RunningStack.UntilAsync(() => stack.RunAsync("doctor", "--output", "json"), answer => answer.Status == 0)).Output);

        var chains = rows.Where(row => Text(row, "check") == "changelog").ToList();
        Assert.Equal(16, chains.Count); // Four workers with state, four partitions each.
        Assert.Contains(chains, row => Text(row, "worker") == "segment-materializer" && Text(row, "detail")!.Contains("transactions in a row", StringComparison.Ordinal));
        Assert.Contains(rows, row => Text(row, "check") == "store" && Text(row, "detail")!.Contains("bytes on disk", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rule_0b_apply_at_waits_for_its_time()
    {
        var at = TimeProvider.System.GetUtcNow().AddSeconds(20);
        await stack.ApplyAsync("later", """
            kind: rule
            id: later-points
            trigger: { event: later.bet }
            actions: [ { give_points: { points: 1 } } ]
            """, "--at", at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        Assert.DoesNotContain(await stack.RowsAsync("rules"), row => Text(row, "id") == "later-points");

        var rows = await RunningStack.UntilAsync(() => stack.RowsAsync("rules"), rows => rows.Any(row => Text(row, "id") == "later-points"));

        var rule = rows.Single(row => Text(row, "id") == "later-points");
        Assert.Equal((1, "active"), (rule.GetProperty("version").GetInt32(), Text(rule, "status")));
        Assert.True(Time(rule, "effective_at") >= at.AddSeconds(-1));
        var (status, message) = await stack.RunAsync("apply", "-f", stack.PathOf("later.yaml"), "--at", "2020-01-01T00:00:00Z");
        Assert.Equal(2, status);
        Assert.Contains("has passed", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule_29_a_rule_that_runs_now_runs_once_and_is_archived()
    {
        await stack.SendAsync(Event("n1", "now.bet", "nora", 1, 1));
        const string rule = """
            kind: segment
            id: now-players
            where: { count: { event: now.bet, gte: 1 } }
            ---
            kind: rule
            id: now-bonus
            segment: now-players
            schedule: { now: true }
            actions: [ { give_bonus: { bonus: b } } ]
            """;
        await stack.ApplyAsync("now", rule);

        await RunningStack.UntilAsync(() => stack.RowsAsync("rules"), rows => rows.Any(row => Text(row, "id") == "now-bonus" && Text(row, "status") == "archived"));
        var execution = Assert.Single(await RunningStack.UntilAsync(() => stack.RowsAsync("history", "--rule", "now-bonus"), rows => rows.Count > 0));
        Assert.Equal("nora", Text(execution, "player"));
        Assert.StartsWith("now-bonus/", Text(execution, "run_id"), StringComparison.Ordinal);
        var run = Assert.Single(await stack.RowsAsync("runs", "list", "--rule", "now-bonus"));
        Assert.Equal(("finished", 1, 1), (Text(run, "state"), run.GetProperty("members").GetInt32(), run.GetProperty("written").GetInt32()));
        Assert.Equal(["collecting", "running", "finished"], (await stack.RowsAsync("runs", "show", Text(run, "run_id")!)).Select(row => Text(row, "state")));

        var explained = await stack.RowsAsync("explain", "--player", "nora", "--rule", "now-bonus", "--event", $"engage/{Text(run, "run_id")}/engage.scheduled");
        Assert.Equal("executed", Text(explained[^1], "verdict"));
        var (status, message) = await stack.RunAsync("apply", "-f", stack.PathOf("now.yaml"));
        Assert.Equal(1, status);
        Assert.Contains("clone it under a new id", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule_9_an_audience_is_counted_exactly_and_players_in_several_segments_once()
    {
        await stack.ApplyAsync("audience", """
            kind: segment
            id: audience-bettors
            where: { count: { event: audience.bet, gte: 1 } }
            ---
            kind: segment
            id: audience-heavy
            where: { count: { event: audience.bet, gte: 2 } }
            """, "--wait");
        await stack.SendAsync([.. Enumerable.Range(1, 20).SelectMany(player => Enumerable.Range(1, player <= 5 ? 2 : 1).Select(bet => Event($"a{player}-{bet}", "audience.bet", $"audience-{player}", bet, 1)))]);

        var heavy = await RunningStack.UntilAsync(() => stack.RowsAsync("audience", "--segment", "audience-heavy", "--waterfall"), rows => rows[0].GetProperty("players").GetInt64() == 5);
        Assert.Equal("audience-heavy v1", heavy[0].GetProperty("segments")[0].GetString());
        Assert.Equal(("sms", 5), (Text(heavy[1], "channel"), heavy[1].GetProperty("suppression_unknown").GetInt32())); // Nobody has said yet that they may be contacted.

        Assert.Equal(20, (await stack.RowsAsync("audience", "--segment", "audience-heavy", "audience-bettors"))[0].GetProperty("players").GetInt64());
        Assert.Equal(15, (await stack.RowsAsync("audience", "--where", "all: [ { in_segment: audience-bettors }, { not: { in_segment: audience-heavy } } ]"))[0].GetProperty("players").GetInt64());
        Assert.Equal(1, (await stack.RunAsync("audience", "--segment", "no-such-segment")).Status);
        Assert.Equal(2, (await stack.RunAsync("audience", "--where", "nonsense: 1")).Status);
    }

    [Fact]
    public async Task Rule_30_a_schedule_is_previewed_without_a_cluster_in_utc_and_local_time()
    {
        var path = stack.PathOf("preview.yaml");
        await File.WriteAllTextAsync(path, """
            kind: rule
            id: nightly
            schedule: { daily_at: "02:30", time_zone: Europe/Stockholm }
            actions: [ { reset_points: {} } ]
            """, TestContext.Current.CancellationToken);

        var rows = await stack.RowsAsync("schedule", "preview", "-f", path, "--from", "2026-10-24T12:00:00Z", "--count", "2");
        var gap = Assert.Single(await stack.RowsAsync("schedule", "preview", "-f", path, "--from", "2027-03-28T00:00:00Z", "--to", "2027-03-28T12:00:00Z"));

        Assert.Equal(["2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"], rows.Select(row => Text(row, "local")));
        Assert.StartsWith("overlap", Text(rows[0], "note"), StringComparison.Ordinal);
        Assert.Equal((new DateTimeOffset(2027, 3, 28, 1, 0, 0, TimeSpan.Zero), "2027-03-28T03:00:00+02:00"), (Time(gap, "due"), Text(gap, "local")));
        Assert.StartsWith("gap", Text(gap, "note"), StringComparison.Ordinal);
        Assert.Equal(2, (await stack.RunAsync("schedule", "preview")).Status);
    }

    [Fact]
    public async Task Rule_47_a_player_is_shown_with_everything_that_is_kept_and_gone_after_erasure()
    {
        await stack.ApplyAsync("player", """
            kind: segment
            id: player-bettors
            where: { count: { event: player-test.bet, gte: 1 } }
            ---
            kind: rule
            id: player-points
            trigger: { event: player-test.bet }
            accumulate: { field: amount, every: 10 }
            actions: [ { give_points: { points: 1 } } ]
            """, "--wait");
        await stack.SendAsync(Event("p1", "player-test.bet", "paula", 1, 12.5m));

        var rows = await RunningStack.UntilAsync(() => stack.RowsAsync("player", "show", "paula"), rows => rows.Any(row => Text(row, "what") == "progress"));
        Assert.Contains(rows, row => (Text(row, "what"), Text(row, "name"), Text(row, "value")) == ("segment", "player-bettors", "in"));
        Assert.Contains(rows, row => (Text(row, "what"), Text(row, "name"), Text(row, "value"), Text(row, "detail")) == ("progress", "player-points", "2.5 EUR", "has executed; as of version 1"));
        Assert.Contains(rows, row => (Text(row, "what"), Text(row, "value")) == ("suppression", "unknown"));

        Assert.Equal(2, (await stack.RunAsync("player", "erase", "paula")).Status);
        await stack.EngageAsync("player", "erase", "paula", "--yes");
        var gone = await RunningStack.UntilAsync(() => stack.RunAsync("player", "show", "paula"), answer => answer.Status == 1);
        Assert.Contains("Nothing is kept of paula", gone.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letters_are_listed_shown_and_sent_again()
    {
        await stack.SendAsync(Event("neg", "letter.bet", "leo", 1, -5));

        var letter = Assert.Single(await RunningStack.UntilAsync(() => stack.RowsAsync("dead-letters", "list", "--code", "negative_amount"), rows => rows.Count > 0));
        Assert.Equal(("segment-materializer", "engage.player-events", "leo"), (Text(letter, "worker"), Text(letter, "topic"), Text(letter, "key")));
        Assert.Contains(await stack.RowsAsync("dead-letters", "show", Text(letter, "letter")!), row => Text(row, "what") == "event_id" && Text(row, "value") == "neg");

        Assert.Equal(2, (await stack.RunAsync("dead-letters", "redrive", Text(letter, "letter")!)).Status);
        await stack.EngageAsync("dead-letters", "redrive", Text(letter, "letter")!, "--yes");
        var again = await RunningStack.UntilAsync(() => stack.RowsAsync("dead-letters", "list", "--code", "negative_amount"), rows => rows.Count == 2); // Its cause is not mended.
        Assert.All(again, row => Assert.Equal("leo", Text(row, "key")));
        Assert.Equal(1, (await stack.RunAsync("dead-letters", "show", "0@999999")).Status);
    }

    [Fact]
    public async Task Operators_pause_and_resume_a_lane_and_the_dispatcher_answers()
    {
        Assert.Equal("applied", Text(Assert.Single(await stack.RowsAsync("lanes", "pause", "sms/main/+4670000001", "--reason", "test")), "answer"));
        Assert.Contains(await stack.RowsAsync("lanes", "list", "--state", "paused"), row => Text(row, "lane") == "sms/main/+4670000001");

        Assert.Equal("applied", Text(Assert.Single(await stack.RowsAsync("lanes", "resume", "sms/main/+4670000001")), "answer"));
        Assert.Contains(await stack.RowsAsync("lanes", "show", "sms/main/+4670000001"), row => Text(row, "what") == "pause");

        var (status, output) = await stack.RunAsync("lanes", "release", "sms/main/+4699999999", "--output", "json");
        Assert.Equal((1, "unknown_lane"), (status, Text(Assert.Single(RunningStack.Rows(output)), "reason")));
        Assert.Equal(2, (await stack.RunAsync("lanes", "pause", "nonsense", "--reason", "r")).Status);
    }

    [Fact]
    public async Task The_kill_switch_is_answered_by_every_partition()
    {
        Assert.Equal([0, 1, 2, 3], (await stack.RowsAsync("kill-switch", "on", "--scope", "channel:email", "--reason", "test")).Select(row => row.GetProperty("partition").GetInt32()));
        Assert.All(await stack.RowsAsync("kill-switch", "off", "--scope", "channel:email"), row => Assert.Equal("applied", Text(row, "answer")));
        Assert.Equal(1, (await stack.RunAsync("kill-switch", "off", "--scope", "nonsense")).Status);
    }

    private static string Event(string id, string type, string player, int minute, decimal amount) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{id}}","type":"{{type}}","player":"{{player}}","at":"{{Stamp(minute)}}","amount":{{amount}},"currency":"EUR"}""");

    private static DateTimeOffset At(int minute) => new(Begun.AddMinutes(minute).Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private static string Stamp(int minute) => At(minute).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string? Text(JsonElement row, string column) => row.GetProperty(column).GetString();

    private static DateTimeOffset Time(JsonElement row, string column) => DateTimeOffset.Parse(Text(row, column)!, CultureInfo.InvariantCulture);

    private static string Decision(JsonElement row) => string.Join(' ', new[] { "player", "rule", "segment", "event", "occurred_at", "times", "amount", "currency", "remainder", "discarded" }.Select(column => row.GetProperty(column).ToString()));
}
