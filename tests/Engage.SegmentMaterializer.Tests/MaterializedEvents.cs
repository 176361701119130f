using Engage.Contracts;
using Engage.Streams.Testing;
using Engage.Topics;
using EngageTopics = Engage.Topics.Topics;

namespace Engage.SegmentMaterializer.Tests;

/// <summary>What becomes of events, through the whole worker.</summary>
public sealed class MaterializedEvents : IDisposable
{
    private const long Hour = 3_600_000_000;

    private static readonly DateTimeOffset Nine = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly TopologyTestDriver driver = TopologyTestDriver.For(
        SegmentMaterializerTopology.Build(new SegmentMaterializerOptions { DigestSecret = "sixteen characters" }), startsAt: Nine);

    public void Dispose() => driver.Dispose();

    private PlayerEvent Event(string id, string type = "casino.bet") => new()
    {
        Source = "wallet",
        EventId = id,
        Type = type,
        PlayerId = "ada",
        OccurredAtMicros = driver.Time.NowMicros,
        Amount = 10m,
        Currency = "EUR",
    };

    private MaterializedEvents Send(PlayerEvent happened)
    {
        driver.Pipe(EngageTopics.PlayerEvents, happened.PlayerId, happened);
        return this;
    }

    private MaterializedEvents Erase() => Send(Event("erasure", "player.updated") with { Update = new PlayerUpdate { Erase = true } });

    private List<EnrichedEvent> Enriched() => [.. driver.Read(EngageTopics.EnrichedEvents).Select(record => record.Value!)];

    private List<bool> Changes() => [.. driver.Read(EngageTopics.SegmentChanges).Select(record => record.Value!.Entered)];

    private void PutInForce(string segment, string where)
    {
        driver.Pipe(EngageTopics.Definitions, $"segment/{segment}/1", new Definition
        {
            Kind = "segment",
            Id = segment,
            Version = 1,
            Status = "active",
            Body = $$"""{"id":"{{segment}}","kind":"segment","where":{{where}}}""",
        });
        driver.Pipe(EngageTopics.PlayerEvents, "", ControlEvents.DefinitionsInForce(offset: 0, previous: -1, driver.Time.NowMicros));
    }

    [Fact]
    public void Rule_40_a_repeat_is_dropped()
    {
        Send(Event("1")).Send(Event("1")).Send(Event("2"));

        Assert.Equal(2, Enriched().Count);
    }

    [Fact]
    public void Rule_40_a_backfilled_event_that_arrives_live_is_passed_on_once_more_and_no_further()
    {
        var backfilled = Event("1") with { Backfill = true, OccurredAtMicros = driver.Time.NowMicros - Hour };

        Send(backfilled).Send(backfilled with { Backfill = false }).Send(backfilled with { Backfill = false });

        Assert.Equal([4, 0], Enriched().Select(enriched => enriched.Flags));
    }

    [Fact]
    public void Rule_40_a_backfill_event_not_older_than_the_first_live_one_is_rejected()
    {
        Send(Event("1")).Send(Event("2") with { Backfill = true });

        Assert.Single(Enriched());
        Assert.Equal("backfill_overlap", Assert.Single(driver.Read(EngageTopics.DeadLetters)).Headers[Streams.DeadLetterHeaders.Code]);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Rule_47_an_erased_players_events_are_still_known_as_repeats(bool asBackfill)
    {
        var bet = Event("1");
        Send(bet).Erase().Send(bet with { Backfill = asBackfill, OccurredAtMicros = bet.OccurredAtMicros - (asBackfill ? Hour : 0) });

        Assert.Equal([0, 16], Enriched().Select(enriched => enriched.Flags));
    }

    [Fact]
    public void Rule_11_a_segment_counts_the_event_at_hand()
    {
        PutInForce("depositors", """{"count":{"event":"deposit.approved","gt":1}}""");

        Send(Event("1", "deposit.approved")).Send(Event("2", "deposit.approved")).Send(Event("3", "deposit.approved"));

        var enriched = Enriched();
        Assert.Equal([0, 1, 1], enriched.Select(passed => passed.Segments.Span is [1] ? 1 : 0));
        Assert.All(enriched, passed => Assert.Equal(0, passed.DefinitionsOffset));
        var entered = Assert.Single(driver.Read(EngageTopics.SegmentChanges)).Value!;
        Assert.Equal(("depositors", true, "2"), (entered.SegmentId, entered.Entered, entered.EventId));
    }

    [Fact]
    public void Rule_47_an_erased_player_leaves_the_segments_it_is_in_and_none_that_a_window_has_ended()
    {
        PutInForce("busy", """{"count":{"event":"casino.bet","within":"1h","gte":1}}""");

        Send(Event("1")).Erase();
        Assert.Equal([true, false], Changes());

        Send(Event("2"));
        driver.Advance(TimeSpan.FromHours(2));
        Assert.Equal([true, false], Changes());
        Erase();
        Assert.Empty(Changes());
    }

    [Fact]
    public void Rule_47_what_is_remembered_of_an_erased_player_goes_with_the_horizon()
    {
        Send(Event("1")).Erase();
        driver.Advance(TimeSpan.FromDays(6.9));
        Assert.Single(driver.Dump(Stores.Erased, partition: 0));

        // The clock alone drops nothing: a log that lags behind it may still bring a repeat.
        driver.Advance(TimeSpan.FromDays(1));
        Assert.Single(driver.Dump(Stores.Erased, partition: 0));

        Send(Event("2") with { PlayerId = "bob" });
        driver.Advance(TimeSpan.FromDays(1));
        Assert.Empty(driver.Dump(Stores.Erased, partition: 0));
    }

    [Fact]
    public void Rule_H_a_record_under_another_key_than_its_player_is_rejected()
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        EngageTopics.PlayerEvents.Wire.Write(Event("1"), bytes);
        driver.PipeRaw(EngageTopics.PlayerEvents, "bob"u8.ToArray(), bytes.WrittenSpan.ToArray());

        Assert.Equal("key_mismatch", Assert.Single(driver.Read(EngageTopics.DeadLetters)).Headers[Streams.DeadLetterHeaders.Code]);
        Assert.Empty(Enriched());
    }

    [Theory, InlineData(1_000, 0), InlineData(1_001, 1), InlineData(2_000, 1)]
    public void Rule_H_a_player_whose_id_is_too_long_for_a_timer_is_rejected_and_stops_nobody(int bytes, int rejected)
    {
        PutInForce("busy", """{"count":{"event":"casino.bet","within":"1h","gte":1}}""");

        Send(Event("1") with { PlayerId = new string('p', bytes) }).Send(Event("2"));

        Assert.Equal(Enumerable.Repeat("oversized_id", rejected), driver.Read(EngageTopics.DeadLetters).Select(letter => letter.Headers[Streams.DeadLetterHeaders.Code]));
        Assert.Equal(2 - rejected, Enriched().Count);
        Assert.Empty(driver.Troubles);
    }

    [Fact]
    public void Rule_18_a_reversal_carries_its_originals_context_and_takes_what_is_open_once()
    {
        Send(Event("1")).Send(Event("r1") with { Reverses = "1", Amount = 4m }).Send(Event("r2") with { Reverses = "1", Amount = null }).Send(Event("r3") with { Reverses = "1", Amount = null });

        var reversals = Enriched().Where(enriched => enriched.Reversal is not null).Select(enriched => enriched.Reversal!).ToList();
        Assert.Equal([4m, 6m], reversals.Select(reversal => reversal.Taken!.Value));
        Assert.Equal([false, true], reversals.Select(reversal => reversal.Wholly));
        Assert.All(reversals, reversal => Assert.Equal((0L, 10m, "EUR"), (reversal.Position, reversal.Amount!.Value, reversal.Currency)));
    }

    [Fact]
    public void Rule_5_each_tag_really_added_is_an_event_right_after_its_cause()
    {
        Send(Event("1", "player.updated") with { Update = new PlayerUpdate { AddTags = ["vip", "new", "new"] } });

        var derived = Enriched().Skip(1).Select(enriched => EngageTopics.PlayerEvents.Wire.Read(enriched.Event.Span)).ToList();
        Assert.Equal(["1#new", "1#vip"], derived.Select(tag => tag.EventId));
        Assert.All(derived, tag => Assert.Equal(("tag.added", "wallet/1/player.updated", 1), (tag.Type, tag.RootId, tag.Depth)));
    }

    public static TheoryData<CommitFault> Faults => [.. Enum.GetValues<CommitFault>()];

    [Theory, MemberData(nameof(Faults))]
    public void Rule_44_a_membership_and_the_records_that_tell_it_commit_together(CommitFault fault)
    {
        PutInForce("busy", """{"count":{"event":"casino.bet","within":"1h","gte":1}}""");

        driver.FailNextCommit(fault);
        Send(Event("1"));
        Assert.Single(Enriched());
        Assert.Equal([true], Changes());

        // Another disk knows of the membership, and of the timer that ends it.
        driver.CrashAndRestartElsewhere();
        driver.Advance(TimeSpan.FromHours(2));
        Assert.Equal([false], Changes());
    }

    [Fact]
    public void A_commit_whose_answer_is_lost_and_a_restart_elsewhere_change_nothing()
    {
        Send(Event("1"));
        driver.FailNextCommit(CommitFault.AnswerLost);
        Send(Event("2"));
        driver.CrashAndRestartElsewhere();
        Send(Event("2")).Send(Event("3"));

        Assert.Equal(3, Enriched().Count);
    }
}
