using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Tests.Coordination;

public sealed class CoordinatorTests : IDisposable
{
    private static readonly TopicPartition Orders = new("orders", 0);
    private static readonly TopicPartition Payments = new("payments", 0);

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData(FsyncPolicy.Never)]
    [InlineData(FsyncPolicy.Interval)]
    [InlineData(FsyncPolicy.Always)]
    public async Task What_was_answered_survives_a_kill_under_every_fsync_policy(FsyncPolicy fsync)
    {
        await using var before = new CoordinatorRig(directory.Path, new() { Fsync = fsync, FsyncInterval = TimeSpan.FromMilliseconds(1) });
        Assert.Equal(ErrorCode.None, await before.CommitAsync("g", 42));
        var producer = await before.InitAsync();

        await using var after = before.RestartAfterKill();

        Assert.Equal(42, await after.FetchAsync("g"));
        Assert.Equal(producer.ProducerEpoch + 1, (await after.InitAsync()).ProducerEpoch);
        Assert.False(after.Coordinator.PreviousStopWasClean);
    }

    [Fact]
    public async Task A_clean_stop_is_recognised_by_the_next_start()
    {
        var before = new CoordinatorRig(directory.Path);
        await before.StopAsync();

        await using var after = new CoordinatorRig(directory.Path);

        Assert.True(after.Coordinator.PreviousStopWasClean);
    }

    [Theory]
    [InlineData(nameof(CrashPoint.JournalBefore))]
    [InlineData(nameof(CrashPoint.JournalTorn))]
    public async Task A_commit_that_dies_before_its_record_is_whole_is_neither_answered_nor_remembered(string point)
    {
        await using var before = new CoordinatorRig(directory.Path);
        await before.CommitAsync("g", 1);
        before.CrashPoints.Arm(Enum.Parse<CrashPoint>(point));
        var answer = before.CommitAsync("g", 2);
        await before.DiedAsync();

        await using var after = before.RestartAfterKill();

        Assert.False(answer.IsCompleted);
        Assert.Equal(1, await after.FetchAsync("g"));
        Assert.Equal(ErrorCode.None, await after.CommitAsync("g", 3));
    }

    [Theory]
    [InlineData(nameof(CrashPoint.JournalBefore), 1, 0, TransactionState.Ongoing)]
    [InlineData(nameof(CrashPoint.JournalTorn), 1, 0, TransactionState.Ongoing)]
    [InlineData(nameof(CrashPoint.TransactionAfterPrepare), 1, 2, TransactionState.CompleteCommit)]
    [InlineData(nameof(CrashPoint.TransactionAfterMarker), 1, 3, TransactionState.CompleteCommit)]
    [InlineData(nameof(CrashPoint.TransactionAfterMarker), 2, 4, TransactionState.CompleteCommit)]
    [InlineData(nameof(CrashPoint.TransactionBeforeComplete), 1, 4, TransactionState.CompleteCommit)]
    internal async Task A_commit_that_dies_at_any_step_is_all_or_nothing(string point, int occurrence, int markers, TransactionState expected)
    {
        await using var before = new CoordinatorRig(directory.Path);
        var producer = await before.InitAsync();
        Assert.Equal(ErrorCode.None, await before.AddAsync(producer, Orders, Payments));
        before.CrashPoints.Arm(Enum.Parse<CrashPoint>(point), occurrence);
        var end = before.BeginEnd(producer, TransactionOutcome.Commit);
        await before.DiedAsync();

        await using var after = before.RestartAfterKill();

        Assert.Equal(expected, after.State);
        Assert.Equal(markers, after.Partitions.Markers.Count); // Written again where they may be missing; the log drops those it has.
        Assert.All(after.Partitions.Markers, static written => Assert.Equal(TransactionOutcome.Commit, written.Marker.Outcome));
        if (expected == TransactionState.Ongoing) Assert.False(end.Settled.IsCompleted);
    }

    [Fact]
    public async Task A_generation_that_was_recorded_but_not_answered_is_resumed()
    {
        await using var before = new CoordinatorRig(directory.Path, new() { Groups = new() { InitialRebalanceDelay = TimeSpan.Zero } });
        var join = await JoinAsync(before, "i1");
        before.CrashPoints.Arm(CrashPoint.GroupAfterJournal);
        var sync = SyncAsync(before, join);
        await before.DiedAsync();

        await using var after = before.RestartAfterKill();

        Assert.False(sync.IsCompleted);
        Assert.Equal([7], (await SyncAsync(after, join)).Assignment);
    }

    [Fact]
    public async Task A_stop_finishes_prepared_transactions_and_what_is_parked_gets_no_silence()
    {
        var rig = new CoordinatorRig(directory.Path, new()
        {
            Transactions = new() { MarkerDelay = TimeSpan.FromHours(1) },
            Groups = new() { InitialRebalanceDelay = TimeSpan.FromMinutes(1) },
        });
        var producer = await rig.InitAsync();
        await rig.AddAsync(producer, Orders);
        Assert.Equal(ErrorCode.None, (await rig.BeginEnd(producer, TransactionOutcome.Commit).Settled).Error);
        var joinHandler = rig.Coordinator.Handlers.Single(static handler => handler.Api == ApiKey.JoinGroup);
        using var request = HandlerRequest.Of(ApiKey.JoinGroup, 5, flexible: false, static writer =>
        {
            writer.WriteString("g");
            writer.WriteInt32(10_000);
            writer.WriteInt32(10_000);
            writer.WriteString("");
            writer.WriteNullableString("i1");
            writer.WriteString("consumer");
            GroupProtocol.WriteAll(writer, [new("range", [])]);
        });
        var parked = joinHandler.HandleAsync(request.Context).AsTask();
        await rig.SettleAsync();
        Assert.False(parked.IsCompleted);

        await rig.StopAsync();
        await parked;

        Assert.Equal(TransactionState.CompleteCommit, rig.State);
        Assert.Single(rig.Partitions.Markers);
        Assert.Equal([ErrorCode.CoordinatorNotAvailable], request.Context.Response.Errors.Seen);
        rig.Coordinator.Dispose();
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_its_parked_request()
    {
        await using var rig = new CoordinatorRig(directory.Path, new() { Groups = new() { InitialRebalanceDelay = TimeSpan.FromMinutes(1) } });
        var handler = rig.Coordinator.Handlers.Single(static handler => handler.Api == ApiKey.JoinGroup);
        using var request = HandlerRequest.Of(ApiKey.JoinGroup, 5, flexible: false, static writer =>
        {
            writer.WriteString("g");
            writer.WriteInt32(10_000);
            writer.WriteInt32(10_000);
            writer.WriteString("");
            writer.WriteNullableString("i1");
            writer.WriteString("consumer");
            GroupProtocol.WriteAll(writer, [new("range", [])]);
        });
        var parked = handler.HandleAsync(request.Context).AsTask();

        await request.CloseAsync();
        await parked;

        Assert.Equal(RequestEnding.Close, request.Context.Ending);
    }

    [Fact]
    public async Task A_journal_past_its_limit_is_replaced_by_a_snapshot_and_nothing_is_lost()
    {
        await using var before = new CoordinatorRig(directory.Path, new() { JournalSnapshotBytes = 2_000 });
        for (var offset = 1; offset <= 200; offset++) Assert.Equal(ErrorCode.None, await before.CommitAsync($"g{offset % 3}", offset));
        await before.InitAsync();

        await using var after = before.RestartAfterKill();

        Assert.Equal(198, await after.FetchAsync("g0"));
        Assert.Equal(199, await after.FetchAsync("g1"));
        Assert.Equal(200, await after.FetchAsync("g2"));
        Assert.Equal(1, (await after.InitAsync()).ProducerEpoch);
        Assert.InRange(new FileInfo(Assert.Single(Directory.GetFiles(directory.Path, "*.journal"))).Length, 0, 3_000);
        Assert.Single(Directory.GetFiles(directory.Path, "*.snap"));
    }

    [Fact]
    public async Task Submitted_work_returns_its_result_or_its_exception_and_keeps_its_order()
    {
        await using var rig = new CoordinatorRig(directory.Path);
        var first = rig.Coordinator.SubmitAsync(static journal =>
        {
            journal.Append(JournalRecordType.GroupDeleted, [0, 1, (byte)'g']);
            return 1;
        });
        var second = rig.Coordinator.SubmitAsync<int>(static _ => throw new IOException("no room"));

        Assert.Equal(1, await first);
        Assert.Equal("no room", (await Assert.ThrowsAsync<IOException>(() => second)).Message);
    }

    [Fact]
    public async Task Work_submitted_to_a_coordinator_that_was_killed_is_cancelled()
    {
        await using var rig = new CoordinatorRig(directory.Path);
        rig.Coordinator.Abandon();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Coordinator.SubmitAsync(static _ => 1));
    }

    [Fact]
    public async Task Interventions_act_on_what_exists_and_say_when_there_is_nothing()
    {
        await using var rig = new CoordinatorRig(directory.Path, new() { Groups = new() { InitialRebalanceDelay = TimeSpan.Zero } });
        var producer = await rig.InitAsync();
        await rig.AddAsync(producer, Orders);
        var join = await JoinAsync(rig, "i1");
        await SyncAsync(rig, join);
        var faults = rig.Coordinator.Faults;

        Assert.True(await faults.ExpireTransactionAsync("t"));
        Assert.Equal(ErrorCode.ProducerFenced, await rig.AddAsync(producer, Orders));
        Assert.False(await faults.ExpireTransactionAsync("unknown"));
        Assert.True(await faults.ForceRebalanceAsync("g"));
        Assert.False(await faults.ExpireMemberAsync("g", "stranger"));
        Assert.True(await faults.ForgetMembersAsync("g"));
        Assert.Equal(ErrorCode.UnknownMemberId, (await SyncAsync(rig, join)).Error);
        Assert.False(await faults.ForgetMembersAsync("g"));
        Assert.False(await faults.FenceProducerAsync("unknown"));
    }

    private static Task<JoinGroupResponse> JoinAsync(CoordinatorRig rig, string instance)
    {
        var request = new JoinGroupRequest("g", 10_000, 10_000, "", instance, "consumer", [new("range", [])]);
        return rig.AskAsync<JoinGroupRequest, JoinGroupResponse>(
            request, (machines, reply, turn) => machines.Joins.Join(request, new GroupClient("app", ""), reply, turn));
    }

    private static Task<SyncGroupResponse> SyncAsync(CoordinatorRig rig, JoinGroupResponse join)
    {
        var request = new SyncGroupRequest("g", join.Generation, join.MemberId, null, new Dictionary<string, byte[]> { [join.MemberId] = [7] });
        return rig.AskAsync<SyncGroupRequest, SyncGroupResponse>(
            request, (machines, reply, turn) => machines.Membership.Sync(request, reply, turn));
    }
}
