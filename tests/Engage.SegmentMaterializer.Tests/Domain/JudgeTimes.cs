using Engage.SegmentMaterializer.Domain;

namespace Engage.SegmentMaterializer.Tests.Domain;

/// <summary>Semantics 0c.</summary>
public sealed class JudgeTimes
{
    private const long Minute = 60_000_000, Hour = 60 * Minute;
    private const long Nine = 1_795_510_800_000_000;

    [Theory]
    [InlineData("on time", Nine, Nine + 1, null, Nine, false, false)]
    [InlineData("five minutes ahead is believed", Nine + 5 * Minute, Nine, null, Nine + 5 * Minute, false, false)]
    [InlineData("more is not: arrival counts", Nine + 5 * Minute + 1, Nine, null, Nine, false, true)]
    [InlineData("72 h behind the player's clock is believed", Nine - 72 * Hour, Nine, Nine, Nine - 72 * Hour, false, false)]
    [InlineData("more is not: the clock less 72 h counts", Nine - 72 * Hour - 1, Nine, Nine, Nine - 72 * Hour, true, false)]
    public void An_event_is_judged_by(string reason, long occurredAt, long ingestedAt, long? latest, long expected, bool late, bool clamped)
    {
        Assert.NotEmpty(reason);
        Assert.Equal(new JudgeTime(expected, late, clamped), JudgeTime.Of(occurredAt, ingestedAt, latest));
    }

    [Fact]
    public void A_backfill_event_keeps_its_time() => Assert.Equal(new JudgeTime(Nine - 9_000 * Hour, false, false), JudgeTime.OfBackfill(Nine - 9_000 * Hour));
}
