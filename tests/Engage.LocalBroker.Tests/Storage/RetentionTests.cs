using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Storage;
using Engage.LocalBroker.Topics;

namespace Engage.LocalBroker.Tests.Storage;

public sealed class RetentionTests
{
    private static readonly string Kilobyte = new('x', 1000);

    [Fact]
    public void Segments_whose_youngest_record_expired_go_and_the_log_starts_later()
    {
        using var rig = new LogRig((ConfigKeys.SegmentBytes, "1100"), (ConfigKeys.RetentionMs, "60000"));
        AppendAged(rig, seconds: -90);
        AppendAged(rig, seconds: -61);
        AppendAged(rig, seconds: -30);
        AppendAged(rig, seconds: 0);

        Retention.Apply(rig.Log, rig.Config, rig.Time.NowMs);

        Assert.Equal((2, 4), (rig.View.LogStart, rig.View.LogEnd));
        Assert.Equal(["2-2", "3-3"], rig.FetchAll());
        Assert.Equal(ErrorCode.OffsetOutOfRange, LogReader.Read(rig.Log, 1, IsolationLevel.ReadUncommitted, 100, evenIfLarger: true).Error);
    }

    [Fact]
    public void An_expired_active_segment_is_rolled_and_then_goes_too()
    {
        using var rig = new LogRig((ConfigKeys.RetentionMs, "60000"));
        AppendAged(rig, seconds: -90);

        Retention.Apply(rig.Log, rig.Config, rig.Time.NowMs);

        Assert.Equal((1, 1), (rig.View.LogStart, rig.View.LogEnd));
        rig.Reopen();
        Assert.Equal(1, rig.Append("next"));
    }

    [Fact]
    public void The_oldest_segments_go_while_the_rest_still_reaches_the_size()
    {
        using var rig = new LogRig((ConfigKeys.SegmentBytes, "1100"), (ConfigKeys.RetentionBytes, "2000"), (ConfigKeys.RetentionMs, "-1"));
        for (var batch = 0; batch < 5; batch++) rig.Append(Kilobyte);

        Retention.Apply(rig.Log, rig.Config, rig.Time.NowMs);

        Assert.Equal(["3-3", "4-4"], rig.FetchAll()); // Two of about 1070 bytes; one alone would not reach the limit.
    }

    [Fact]
    public void Only_a_policy_with_delete_deletes()
    {
        using var rig = new LogRig((ConfigKeys.CleanupPolicy, "compact"), (ConfigKeys.RetentionMs, "60000"), (ConfigKeys.RetentionBytes, "1"));
        AppendAged(rig, seconds: -90);

        Retention.Apply(rig.Log, rig.Config, rig.Time.NowMs);

        Assert.Equal(0, rig.View.LogStart);
    }

    [Fact]
    public void A_reader_that_holds_a_segment_open_finishes_undisturbed()
    {
        using var rig = new LogRig((ConfigKeys.RetentionMs, "60000"));
        AppendAged(rig, seconds: -90);
        using var slice = LogReader.Read(rig.Log, 0, IsolationLevel.ReadUncommitted, int.MaxValue, evenIfLarger: true).Records!;

        Retention.Apply(rig.Log, rig.Config, rig.Time.NowMs);

        var bytes = new byte[slice.Length];
        slice.Read(0, bytes);
        Assert.Contains((byte)'x', bytes);
    }

    [Fact]
    public void A_log_start_within_a_segment_hides_the_records_before_it_and_never_moves_back()
    {
        using var rig = new LogRig();
        for (var batch = 0; batch < 5; batch++) rig.Append("x");

        rig.Log.MoveLogStart(3);

        Assert.Equal(["3-3", "4-4"], rig.Fetch(3));
        Assert.Equal(ErrorCode.OffsetOutOfRange, LogReader.Read(rig.Log, 2, IsolationLevel.ReadUncommitted, 100, evenIfLarger: true).Error);

        rig.Log.MoveLogStart(1);
        Assert.Equal(3, rig.View.LogStart);
    }

    private static void AppendAged(LogRig rig, int seconds) =>
        rig.Append(new Batches { TimestampMs = rig.Time.NowMs + (seconds * 1000), Records = [(null, Kilobyte)] }.Build());
}
