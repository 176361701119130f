using Engage.Channels;
using Engage.Dispatcher.Domain;

namespace Engage.Dispatcher.Tests.Domain;

public sealed class AfterAttemptTests
{
    private const long Now = 1_793_610_000_000_000;
    private const long Second = 1_000_000;
    private static readonly AttemptFacts Fresh = new(Now, 0, 0, 0, false, TimeSpan.FromSeconds(2), 0.5);

    public static TheoryData<DeliveryOutcome, string, string?> Endings => new()
    {
        { new Delivered("m", Acceptance.Final), "delivered", null },
        { new Delivered("m", Acceptance.Queued), "accepted", null },
        { new Rejected("no_text", null, RejectedPart.Message), "failed_message", "no_text" },
        { new Rejected("invalid_charset", null, RejectedPart.MessageByOurFault), "failed_message", "invalid_charset" },
        { new Rejected("opted_out", "21610", RejectedPart.OptedOutRecipient), "suppressed", "opted_out" },
        { new Rejected("expired", "30036", RejectedPart.Message), "expired", "expires_after" },
    };

    [Theory, MemberData(nameof(Endings))]
    public void An_outcome_about_the_message_ends_it(DeliveryOutcome outcome, string status, string? reason) =>
        Assert.Equal(new EndMessage(status, reason), Decide(outcome));

    [Fact]
    public void A_refused_recipient_stops_the_lane_with_the_hint() =>
        Assert.Equal(new StopLane("is_archived", "Unarchive it."), Decide(new Rejected("is_archived", "is_archived", RejectedPart.Recipient, "Unarchive it.")));

    [Fact]
    public void A_fault_of_ours_stops_the_account() =>
        Assert.Equal(new StopAccount(FailureScope.Country, "country_not_enabled", null), Decide(new Misconfigured("country_not_enabled", "21408", FailureScope.Country)));

    [Fact]
    public void An_unclear_attempt_is_asked_for_once_the_records_can_show_it() => Assert.Equal(new AskRecords(Now + (2 * Second), "timeout"), Decide(new Uncertain("timeout")));

    [Fact]
    public void A_limit_is_waited_out_with_up_to_a_tenth_more_and_does_not_count() =>
        Assert.Equal(
            new TryAgain(Now + (10 * Second) + (Second / 2), LaneState.Throttled, "rate_limited", CountsAsFailure: false),
            Decide(new RetryAfter("rate_limited", null, RetryCause.Throttled, Delay: TimeSpan.FromSeconds(10))));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(9, 256)]
    [InlineData(10, 300)]
    [InlineData(1_000, 300)]
    public void Waits_double_up_to_five_minutes(int failures, int ceilingSeconds)
    {
        Assert.InRange(RetryPolicy.Quick.WaitAfter(failures, 0), TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.1));
        Assert.Equal(ceilingSeconds, RetryPolicy.Quick.WaitAfter(failures, 0.999999).TotalSeconds, 0.01);
    }

    [Fact]
    public void Mail_waits_minutes_up_to_an_hour()
    {
        Assert.Equal(5, RetryPolicy.Mail.WaitAfter(1, 0.999999).TotalMinutes, 0.01);
        Assert.Equal(60, RetryPolicy.Mail.WaitAfter(10, 0.999999).TotalMinutes, 0.01);
    }

    [Theory]
    [InlineData(7, 31, typeof(StopLane))]
    [InlineData(7, 29, typeof(TryAgain))]
    [InlineData(6, 60, typeof(TryAgain))]
    public void Eight_failures_over_half_an_hour_quarantine_a_lane(int failuresBefore, int minutesSinceFirst, Type expected)
    {
        var facts = Fresh with { Failures = failuresBefore, FirstFailureMicros = Now - (minutesSinceFirst * 60 * Second) };

        Assert.IsType(expected, AfterAttempt.Decide(new RetryAfter("server_error", null, RetryCause.Transient), facts, RetryPolicy.Quick));
    }

    [Theory]
    [InlineData(0, false, typeof(TryAgain))]
    [InlineData(2, false, typeof(TryAgain))]
    [InlineData(3, false, typeof(EndMessage))]
    [InlineData(3, true, typeof(StopLane))]
    public void An_unknown_refusal_is_tried_three_more_times_and_a_second_message_ending_so_stops_the_lane(int tries, bool laneEndedSo, Type expected) =>
        Assert.IsType(
            expected,
            AfterAttempt.Decide(new RetryAfter("refused", "brand_new", RetryCause.Unrecognised), Fresh with { UnrecognisedTries = tries, HasEndedUnrecognised = laneEndedSo }, RetryPolicy.Quick));

    [Fact]
    public void What_the_records_show_is_delivered_and_what_they_lack_is_sent_again()
    {
        Assert.Equal(new EndMessage("delivered", "found_in_records"), Read(new FoundSent("m"), tries: 1));
        Assert.Equal(new TryAgain(Now, LaneState.BackingOff, "not_in_records", CountsAsFailure: true), Read(new NotSent(), tries: 1));
    }

    [Fact]
    public void Records_that_cannot_be_read_are_asked_ten_times_and_closed_ones_never_again()
    {
        Assert.Equal(new AskRecords(Now + (7 * Second), "ratelimited"), Read(new AskAgain("ratelimited", TimeSpan.FromSeconds(7)), tries: 1));
        Assert.IsType<AskRecords>(Read(new AskAgain("timeout"), tries: 9));
        Assert.Equal(new EndMessage("unknown", "timeout"), Read(new AskAgain("timeout"), tries: 10));
        Assert.Equal(new EndMessage("unknown", "no_records"), Read(new CannotTell("no_records"), tries: 1));
    }

    [Fact]
    public void Every_wait_lies_between_its_bounds_whatever_the_chance()
    {
        const int seed = 20261102;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        for (var i = 0; i < 10_000; i++)
        {
            var (failures, chance) = (random.Next(1, 100), random.NextDouble());
            Assert.InRange(RetryPolicy.Quick.WaitAfter(failures, chance), TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(5));
            Assert.InRange(RetryPolicy.Mail.WaitAfter(failures, chance), TimeSpan.FromSeconds(30), TimeSpan.FromHours(1));
        }
    }

    private static LaneDecision Decide(DeliveryOutcome outcome) => AfterAttempt.Decide(outcome, Fresh, RetryPolicy.Quick);

    private static LaneDecision Read(Reconciliation found, int tries) => AfterAttempt.Decide(found, tries, Fresh, RetryPolicy.Quick);
}
