using Engage.LocalBroker.Coordination;
using Engage.LocalBroker.Groups;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Transactions;

namespace Engage.LocalBroker.Tests.Coordination;

/// <summary>A real coordinator on a real journal, over partitions that only remember.</summary>
internal sealed class CoordinatorRig : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly EmbeddedBrokerOptions options;
    private readonly string directory;
    private bool isStopped;

    public CoordinatorRig(string directory, EmbeddedBrokerOptions? options = null, FakePartitions? partitions = null)
    {
        this.directory = directory;
        this.options = options ?? new();
        Partitions = partitions ?? new();
        Coordinator = new(new CoordinatorContext(
            directory, this.options with { Log = Lines.Add }, new BrokerEndpoint("127.0.0.1"), [], CrashPoints));
        CrashPoints.Abandon = Coordinator.Abandon;
        Coordinator.Recover();
        Coordinator.Start(Partitions);
    }

    public Coordinator Coordinator { get; }

    public FakePartitions Partitions { get; }

    public FakeCrashPoints CrashPoints { get; } = new();

    public List<string> Lines { get; } = [];

    public async Task<TResponse> AskAsync<TRequest, TResponse>(TRequest request, Action<CoordinatorMachines, Reply<TResponse>, Turn> act)
        where TRequest : ICoordinatorRequest<TRequest, TResponse>
        where TResponse : ICoordinatorResponse
    {
        var reply = new Reply<TResponse>(request.Refused);
        Coordinator.Post(turn => act(Coordinator.Machines, reply, turn));
        return await reply.Settled.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    public Task<InitProducerIdResponse> InitAsync()
    {
        var request = new InitProducerIdRequest("t", 60_000, TransactionMetadata.NoProducerId, TransactionMetadata.NoEpoch);
        return AskAsync<InitProducerIdRequest, InitProducerIdResponse>(request, (machines, reply, turn) => machines.Initialisation.Init(request, reply, turn));
    }

    public async Task<ErrorCode> AddAsync(InitProducerIdResponse producer, params TopicPartition[] partitions)
    {
        var request = new AddPartitionsToTxnRequest(
            "t", producer.ProducerId, producer.ProducerEpoch, [.. partitions.Select(static partition => new TopicPartitions(partition.Topic, [partition.Partition]))]);
        var answer = await AskAsync<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(
            request, (machines, reply, turn) => machines.Contents.AddPartitions(request, reply, turn));
        return answer.Topics[0].Partitions[0].Error;
    }

    public Reply<TransactionErrorResponse> BeginEnd(InitProducerIdResponse producer, TransactionOutcome outcome)
    {
        var request = new EndTxnRequest("t", producer.ProducerId, producer.ProducerEpoch, outcome);
        var reply = new Reply<TransactionErrorResponse>(request.Refused);
        Coordinator.Post(turn => Coordinator.Machines.Ends.End(request, reply, turn));
        return reply;
    }

    public async Task<ErrorCode> CommitAsync(string group, long offset)
    {
        var request = new OffsetCommitRequest(group, -1, "", null, [new("orders", [new(0, offset, -1, null)])]);
        var answer = await AskAsync<OffsetCommitRequest, OffsetCommitResponse>(
            request, (machines, reply, turn) => machines.Commits.Commit(request, reply, turn));
        return answer.Topics[0].Partitions[0].Error;
    }

    public async Task<long> FetchAsync(string group)
    {
        var request = new OffsetFetchRequest(group, [new("orders", [0])], RequireStable: false);
        var answer = await AskAsync<OffsetFetchRequest, OffsetFetchResponse>(
            request, (machines, reply, turn) => machines.Fetches.Fetch(request, reply, turn));
        return answer.Topics[0].Partitions[0].Offset;
    }

    /// <summary>The state of transactional id "t" as other threads see it.</summary>
    public TransactionState? State => Coordinator.State.Transactions.TryGet("t", out var known) ? known.State : null;

    /// <summary>Runs one empty turn, so that everything posted before it has happened.</summary>
    public Task SettleAsync() => Coordinator.SubmitAsync(static _ => true).WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Waits until the coordinator has died at an armed crash point.</summary>
    public Task DiedAsync() => Coordinator.Ended.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>A new process on the same directory and partitions, after this one was killed.</summary>
    public CoordinatorRig RestartAfterKill()
    {
        Coordinator.Abandon();
        isStopped = true;
        return new(directory, options, Partitions);
    }

    public async Task StopAsync()
    {
        if (isStopped) return;
        isStopped = true;
        await Coordinator.StopAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Coordinator.CloseCleanly();
    }

    public async ValueTask DisposeAsync()
    {
        if (!Coordinator.Ended.IsCompleted) await StopAsync();
        Coordinator.Dispose();
    }
}
