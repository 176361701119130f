using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Tests.Coordination;

public sealed class JournalRecordCodecTests
{
    private static readonly TopicPartition[] Partitions = [new("orders", 0), new("zahlungen-ü", 7)];

    private static readonly PartitionOffset[] Offsets =
    [
        new(Partitions[0], new(42, 3, "note", 1_700_000_000_000, 17)),
        new(Partitions[1], new(0, -1, "", 0, 0)),
    ];

    private static readonly JournalRecord[] Records =
    [
        new OffsetsCommitted("g", Offsets),
        new OffsetsPending("g", 4711, Offsets),
        new OffsetsDeleted("g", Partitions),
        new GroupGeneration("g", 5, "consumer", "range", "m1", 99,
        [
            new("m1", "i1", "app", "/127.0.0.1", 10_000, 30_000, [new("range", [1, 2]), new("sticky", [])], [9]),
            new("m2", null, "", "", 1, 2, [], []),
        ]),
        new GroupGeneration("g", 0, null, null, null, 0, []),
        new GroupDeleted("g"),
        new ProducerIdsReserved(2000),
        new TransactionStored(new("t", 1, 2, -1, -1, 60_000, TransactionState.Ongoing, [.. Partitions], ["g", "h"], 5, 6)),
        new TransactionEnlarged("t", 7, Partitions, ["g"]),
        new TransactionPrepared("t", 1, 2, TransactionOutcome.Commit, 8, Partitions, ["g"]),
        new TransactionPrepared("t", 1, short.MaxValue, TransactionOutcome.Abort, 8, [], []),
        new TransactionCompleted("t", 9),
        new TransactionForgotten("t"),
    ];

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Records.Length)];

    [Fact]
    public void Every_kind_of_record_is_among_the_examples() =>
        Assert.Equal(
            typeof(JournalRecord).Assembly.GetTypes().Where(static type => type.BaseType == typeof(JournalRecord)).Select(static type => type.Name).Order(),
            Records.Select(static record => record.GetType().Name).Distinct().Order());

    [Theory, MemberData(nameof(Places))]
    public void A_record_read_back_is_the_one_written(int place)
    {
        var payload = Write(Records[place], out var type);

        var readBack = JournalRecordCodec.Read(type, payload);

        Assert.Equivalent(Records[place], readBack, strict: true);
        Assert.Equal(payload, Write(readBack!, out var typeReadBack));
        Assert.Equal(type, typeReadBack);
    }

    [Theory, MemberData(nameof(Places))]
    public void A_payload_cut_at_any_byte_is_malformed(int place)
    {
        var payload = Write(Records[place], out var type);

        for (var length = 0; length < payload.Length; length++)
        {
            Assert.Throws<MalformedRequestException>(() => JournalRecordCodec.Read(type, payload.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Records_of_other_owners_are_left_to_them() => Assert.Null(JournalRecordCodec.Read(JournalRecordType.TopicCreated, [1, 2, 3]));

    private static byte[] Write(JournalRecord record, out JournalRecordType type)
    {
        using var buffer = new GrowingBuffer();
        type = JournalRecordCodec.Write(buffer, record);
        return buffer.Written.ToArray();
    }
}
