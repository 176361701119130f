using Engage.Streams.Offline;
using Engage.Streams.Runtime;

namespace Engage.Streams.Tests.Offline;

public sealed class ChangelogAudits
{
    private const long Hour = 3_600_000_000;
    private const long Now = 100 * Hour;

    private readonly ChangelogAudit audit = new(Now, TimeSpan.FromHours(1));
    private long offset;

    [Fact]
    public void Transactions_that_follow_one_another_are_in_order()
    {
        Assert.Null(Header(1, 0, 10));
        Assert.Null(audit.Take(offset++, Now, [1, 2], [3]));
        Assert.Null(Header(2, 10, 25));

        Assert.Equal((3, 2, 2, "instance-a"), (audit.Records, audit.Transactions, audit.LastSequence, audit.LastInstance));
        Assert.Equal([10], audit.LastInputBefore);
        Assert.Equal([25], audit.LastInput);
    }

    [Fact]
    public void A_second_owner_a_missing_transaction_and_a_foreign_record_are_found()
    {
        Header(1, 0, 10);

        Assert.Contains("two owners have written", Header(2, 5, 12), StringComparison.Ordinal);
        Assert.Contains("a transaction is missing", Header(4, 12, 15), StringComparison.Ordinal);
        Assert.Contains("starts before the end of transaction 4", Header(4, 15, 16), StringComparison.Ordinal);
        Assert.Contains("has no key", audit.Take(offset++, Now, [], [1]), StringComparison.Ordinal);
        Assert.Contains("is damaged", audit.Take(offset++, Now, [0], [1, 2]), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_compaction_may_have_been_a_gap_is_none()
    {
        Header(1, 0, 10);

        Assert.Null(Header(7, 60, 70, at: Now - (2 * Hour)));
        Assert.NotNull(Header(9, 90, 95)); // The control: a recent tail is complete.
    }

    private string? Header(long sequence, long before, long after, long at = Now)
    {
        var bytes = new Arena();
        ChangelogHeader.Write(bytes, sequence, at, "instance-a"u8, [before], [after]);
        return audit.Take(offset++, at, [0], bytes.Slice(0, bytes.Length));
    }
}
