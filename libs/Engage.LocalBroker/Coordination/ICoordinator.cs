using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Coordination;

/// <summary>The single actor for topics, groups, offsets and transactions, and the only writer of the journal.</summary>
/// <remarks>
/// Order of a start: <see cref="Recover"/> (snapshot and journal into every <see cref="IJournaledState"/>), then the broker opens the
/// partition logs the catalogue names, then <see cref="Start"/> (re-registers Ongoing transactions, finishes prepared ones, aborts orphans),
/// then the listener accepts: so "loading" is never answered. Order of a stop: listener, <see cref="StopAsync"/>, partitions, <see cref="CloseCleanly"/>.
/// </remarks>
internal interface ICoordinator
{
    /// <summary>True when the journal ended with <see cref="JournalRecordType.CleanStop"/>; valid after <see cref="Recover"/>.</summary>
    bool PreviousStopWasClean { get; }

    /// <summary>Handlers of the group, offset and transaction requests.</summary>
    IReadOnlyList<IApiHandler> Handlers { get; }

    /// <summary>Replays snapshot and journal; cuts the journal at its first bad record.</summary>
    void Recover();

    /// <summary>Settles what recovery found unfinished, then starts the actor and its timers.</summary>
    void Start(IPartitions partitions);

    /// <summary>Runs <paramref name="work"/> alone on the coordinator's thread; completes after it returned, with its result or exception.</summary>
    Task<T> SubmitAsync<T>(Func<IJournal, T> work);

    /// <summary>Why a transactional batch's producer is not registered in its partition: 49, 47, 19 or 48. Reads a published snapshot; any thread.</summary>
    /// <param name="transactionalId">From the Produce request; null when it had none.</param>
    /// <param name="producerId">From the batch.</param>
    /// <param name="producerEpoch">From the batch.</param>
    ErrorCode WhyNotRegistered(string? transactionalId, long producerId, short producerEpoch);

    /// <summary>Lets submitted work and prepared transactions finish, answers parked requests, stops the actor. The journal stays open.</summary>
    Task StopAsync();

    /// <summary>Ends the journal with <see cref="JournalRecordType.CleanStop"/>, fsyncs and closes it.</summary>
    void CloseCleanly();

    /// <summary>Stops at once, as a kill would: no record is written from here on, parked requests are dropped, the journal is closed as it is.</summary>
    void Abandon();
}
