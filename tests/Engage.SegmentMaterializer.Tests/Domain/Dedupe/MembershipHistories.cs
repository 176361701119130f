using Engage.SegmentMaterializer.Domain;
using Engage.SegmentMaterializer.Domain.Dedupe;

namespace Engage.SegmentMaterializer.Tests.Domain.Dedupe;

public sealed class MembershipHistories
{
    private static readonly byte[] None = [], Vip = [1], VipAndRegular = [3];

    [Fact]
    public void An_event_finds_the_segments_it_was_judged_on()
    {
        var history = new MembershipHistory();
        history.Note(position: 10, ingestedAtMs: 1_000, definitionsOffset: 4, None, oldestIngestedAtMs: 0);
        history.Note(position: 20, ingestedAtMs: 2_000, definitionsOffset: 4, None, oldestIngestedAtMs: 0);
        history.Note(position: 30, ingestedAtMs: 3_000, definitionsOffset: 4, Vip, oldestIngestedAtMs: 0);

        Assert.Null(history.At(9));
        Assert.Equal(None, history.At(29)!.Value.Segments);
        Assert.Equal(Vip, history.At(30)!.Value.Segments);
    }

    [Fact]
    public void It_keeps_the_one_entry_before_the_horizon_that_still_held_within_it()
    {
        var history = new MembershipHistory();
        history.Note(10, 1_000, 4, None, oldestIngestedAtMs: 0);
        history.Note(20, 2_000, 4, Vip, oldestIngestedAtMs: 0);
        history.Note(30, 9_000, 4, VipAndRegular, oldestIngestedAtMs: 5_000);

        Assert.Null(history.At(15));
        Assert.Equal(Vip, history.At(25)!.Value.Segments);
    }

    [Fact]
    public void It_reads_back_as_it_was_written()
    {
        var history = new MembershipHistory();
        history.Note(10, 1_000, -1, None, oldestIngestedAtMs: 0);
        history.Note(20, 2_000, 7, Vip, oldestIngestedAtMs: 0);
        var writer = new RowWriter();
        history.Write(writer);

        var read = new MembershipHistory();
        var reader = new RowReader(writer.Written);
        read.Read(ref reader);

        Assert.Equal(-1, read.At(10)!.Value.DefinitionsOffset);
        Assert.Equal(7, read.Latest!.Value.DefinitionsOffset);
        Assert.Equal(0, reader.Remaining);
    }
}
