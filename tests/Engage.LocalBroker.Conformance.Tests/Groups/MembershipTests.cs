using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Engage.LocalBroker.Conformance.Tests.Support;
using Engage.LocalBroker.Faults;

namespace Engage.LocalBroker.Conformance.Tests.Groups;

public sealed class MembershipTests : IAsyncLifetime
{
    private const int Partitions = 6;

    private readonly List<Member> members = [];
    private EmbeddedBroker broker = null!;
    private Cluster cluster = null!;
    private string topic = null!;

    public async ValueTask InitializeAsync()
    {
        broker = await EmbeddedBroker.StartAsync();
        cluster = new Cluster(broker.BootstrapServers);
        topic = await cluster.CreateTopicAsync("in", Partitions);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in members) member.Dispose();
        cluster.Dispose();
        await broker.DisposeAsync();
    }

    [Theory]
    [InlineData(PartitionAssignmentStrategy.Range)]
    [InlineData(PartitionAssignmentStrategy.CooperativeSticky)]
    public async Task Three_members_share_the_partitions_while_they_come_leave_and_fall_silent(PartitionAssignmentStrategy strategy)
    {
        var first = Join("m1", strategy);
        await UntilOwnedAsync(first);
        var second = Join("m2", strategy);
        await UntilOwnedAsync(first, second);
        var third = Join("m3", strategy);
        await UntilOwnedAsync(first, second, third);

        second.Stop();
        await UntilOwnedAsync(first, third);
        using (CutOff("m3"))
        {
            await UntilOwnedAsync(first);
        }

        AssertCommitsWork(first);
    }

    [Fact]
    public async Task A_static_member_that_restarts_within_its_session_gets_its_partitions_back_without_a_rebalance()
    {
        var staying = Join("m1", PartitionAssignmentStrategy.Range, instance: "i1");
        var restarting = Join("m2", PartitionAssignmentStrategy.Range, instance: "i2");
        await UntilOwnedAsync(staying, restarting);
        var (owned, rebalances) = (restarting.Owned, staying.Rebalances);

        restarting.Stop();
        var restarted = Join("m2", PartitionAssignmentStrategy.Range, instance: "i2");
        await Cluster.EventuallyAsync(Partitions / 2, () => Task.FromResult(restarted.Owned.Count));

        Assert.Equal(owned, restarted.Owned);
        Assert.Equal(rebalances, staying.Rebalances);
    }

    [Fact]
    public async Task Of_two_processes_with_one_instance_id_the_older_one_dies()
    {
        var older = Join("m1", PartitionAssignmentStrategy.Range, instance: "i1");
        await UntilOwnedAsync(older);

        var newer = Join("m2", PartitionAssignmentStrategy.Range, instance: "i1");
        await Cluster.EventuallyAsync(true, () => Task.FromResult(older.Fatal is not null));

        Assert.True(older.Fatal!.IsFatal);
        Assert.Contains(broker.Requests, static request => request.Errors.Contains(Protocol.ErrorCode.FencedInstanceId));
        await UntilOwnedAsync(newer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stable_group_goes_on_over_a_restart_of_the_broker(bool clean)
    {
        var (first, second) = (Join("m1", PartitionAssignmentStrategy.Range), Join("m2", PartitionAssignmentStrategy.Range));
        await UntilOwnedAsync(first, second);
        var producer = cluster.Producer(null);
        await producer.SendAsync(topic, "before-1", "before-2");
        await UntilReadAsync(2);
        var generation = await GenerationAsync();
        var rebalances = first.Rebalances;

        if (!clean) broker.Abandon();
        await broker.RestartAsync();
        await producer.SendAsync(topic, "after-1", "after-2");

        await UntilReadAsync(4);
        Assert.Equal(["after-1", "after-2", "before-1", "before-2"], first.Values.Concat(second.Values).Order());
        Assert.Equal(rebalances, first.Rebalances);
        Assert.Equal(generation, await GenerationAsync());

        Task UntilReadAsync(int count) => Cluster.EventuallyAsync(count, async () =>
        {
            await cluster.EndAsync(topic, IsolationLevel.ReadCommitted);
            return first.Values.Count + second.Values.Count;
        });
    }

    [Fact]
    public async Task Members_that_were_forgotten_or_told_to_rebalance_come_back()
    {
        var (first, second) = (Join("m1", PartitionAssignmentStrategy.CooperativeSticky), Join("m2", PartitionAssignmentStrategy.CooperativeSticky));
        await UntilOwnedAsync(first, second);
        var generation = await GenerationAsync();

        Assert.True(await broker.Running.Coordinator.Faults.ForgetMembersAsync("g"));
        await UntilOwnedAsync(first, second);
        Assert.True(await broker.Running.Coordinator.Faults.ForceRebalanceAsync("g"));

        await UntilOwnedAsync(first, second);
        Assert.True(await GenerationAsync() > generation);
    }

    private Member Join(string clientId, PartitionAssignmentStrategy strategy, string? instance = null)
    {
        var member = new Member(cluster, "g", topic, config =>
        {
            config.ClientId = clientId;
            config.PartitionAssignmentStrategy = strategy;
            config.GroupInstanceId = instance;
            config.EnableAutoOffsetStore = false;
        });
        members.Add(member);
        return member;
    }

    /// <summary>Drops whatever this client sends, as a network that is down for it alone.</summary>
    private Fault CutOff(string clientId) => broker.Faults.Inject(new() { Action = new FaultAction.Drop(), ClientId = clientId, Count = null });

    /// <summary>Waits until these members together own every partition once, as evenly as possible, in a group of just them.</summary>
    private Task UntilOwnedAsync(params Member[] among) => Cluster.EventuallyAsync(true, async () =>
    {
        var described = (await cluster.Admin.DescribeConsumerGroupsAsync(["g"])).ConsumerGroupDescriptions[0];
        var owned = among.SelectMany(static member => member.Owned).ToArray();
        return described.State == ConsumerGroupState.Stable && described.Members.Count == among.Length
            && owned.Length == Partitions && owned.Distinct().Count() == Partitions
            && among.All(member => member.Owned.Count == Partitions / among.Length);
    });

    private void AssertCommitsWork(Member member)
    {
        member.Consumer.Commit([new(topic, 0, 1)]);

        Assert.Equal(1, cluster.Committed("g", topic).Value);
    }

    private async Task<int> GenerationAsync() =>
        await broker.Running.Coordinator.SubmitAsync(_ => broker.Running.Coordinator.State.Groups.TryGet("g", out var group) ? group.Generation : -1);
}
