using System.Text;
using Engage.Dispatcher.Domain;
using Engage.Streams;

namespace Engage.Dispatcher.Lanes;

/// <summary>The lanes that have work or are not healthy, as of the open transaction. Others exist in the store only where something of them is to be remembered.</summary>
internal sealed class LaneBook(IBytesStore store)
{
    private readonly Dictionary<string, Lane> lanes = [];
    private readonly Dictionary<string, HashSet<Lane>> byPlayer = [];
    private readonly PriorityQueue<Lane, long> due = new();
    private readonly Queue<Lane> ready = new();
    private readonly RowSerde<LaneRow> serde = new(RowJson.Default.LaneRow);
    private readonly System.Buffers.ArrayBufferWriter<byte> buffer = new(512);

    public IReadOnlyCollection<Lane> Lanes => lanes.Values;

    /// <summary>Reads every lane that needs looking after from the store, instead of all that was known.</summary>
    public void Load()
    {
        lanes.Clear();
        byPlayer.Clear();
        due.Clear();
        ready.Clear();
        using var cursor = store.Scan([]);
        while (cursor.MoveNext())
        {
            var row = serde.Read(cursor.Value);
            if (row.IsEmpty && row.InFlight is null && row.State == LaneState.Healthy) continue;
            Add(new Lane(Encoding.UTF8.GetString(cursor.Key), row));
        }
    }

    public Lane Get(string name)
    {
        if (lanes.TryGetValue(name, out var known)) return known;
        using var found = store.Read(Encoding.UTF8.GetBytes(name));
        return Add(new Lane(name, found.IsFound ? serde.Read(found.Bytes) : new LaneRow()));
    }

    /// <returns>Null for a lane without a row and without work.</returns>
    public Lane? Find(string name)
    {
        if (lanes.TryGetValue(name, out var known)) return known;
        using var found = store.Read(Encoding.UTF8.GetBytes(name));
        return found.IsFound ? Add(new Lane(name, serde.Read(found.Bytes))) : null;
    }

    /// <summary>The known lanes of what goes to one player.</summary>
    public IReadOnlyCollection<Lane> OfPlayer(string playerId) => byPlayer.TryGetValue(playerId, out var own) ? [.. own] : [];

    /// <summary>Writes the lane's row and schedules its next turn.</summary>
    public void Save(Lane lane, long nowMicros)
    {
        var key = Encoding.UTF8.GetBytes(lane.Name);
        if (lane.Row.IsForgettable)
        {
            store.Delete(key);
        }
        else
        {
            buffer.ResetWrittenCount();
            serde.Write(lane.Row, buffer);
            store.Put(key, buffer.WrittenSpan);
        }

        Schedule(lane, nowMicros);
    }

    /// <summary>Puts the lane where it will be found: among the ready ones, or under the instant at which it is due.</summary>
    public void Schedule(Lane lane, long nowMicros)
    {
        if (lane.IsReady(nowMicros)) MakeReady(lane);
        else if (!lane.Row.IsEmpty || lane.Row.InFlight is not null) LookAt(lane, Math.Max(lane.Row.NextAtMicros, lane.PacedUntilMicros));
    }

    /// <summary>Has the lane looked at no later than an instant; 0 and the end of time mean nothing.</summary>
    public void LookAt(Lane lane, long atMicros)
    {
        if (atMicros is <= 0 or long.MaxValue || (lane.DueMicros > 0 && lane.DueMicros <= atMicros)) return;
        lane.DueMicros = atMicros;
        due.Enqueue(lane, atMicros);
    }

    /// <summary>The next lane whose instant has come; null: none yet.</summary>
    public Lane? NextDue(long nowMicros)
    {
        while (due.TryPeek(out var lane, out var at) && at <= nowMicros)
        {
            due.Dequeue();
            if (lane.DueMicros != at || !IsCurrent(lane)) continue; // Scheduled anew since.
            lane.DueMicros = 0;
            return lane;
        }

        return null;
    }

    public void MakeReady(Lane lane)
    {
        if (lane.IsQueued) return;
        lane.IsQueued = true;
        ready.Enqueue(lane);
    }

    /// <summary>How many lanes may start; some of them may turn out not to.</summary>
    public int ReadyCount => ready.Count;

    /// <summary>Takes the lane that has waited longest.</summary>
    public Lane? TakeReady()
    {
        while (ready.TryDequeue(out var lane))
        {
            lane.IsQueued = false;
            if (IsCurrent(lane)) return lane;
        }

        return null;
    }

    /// <summary>Forgets a lane that has nothing to do; its row, if any, stays.</summary>
    public void Evict(Lane lane, long nowMicros)
    {
        if (lane.Row is not { IsEmpty: true, InFlight: null, State: LaneState.Healthy } || lane.IsCalling || lane.IsQueued) return;
        if (lane.PacedUntilMicros > nowMicros)
        {
            LookAt(lane, lane.PacedUntilMicros); // Forgotten sooner, its next message would come too early.
            return;
        }

        lanes.Remove(lane.Name);
        if (lane.Parts.Player is not { } player || !byPlayer.TryGetValue(player, out var own)) return;
        own.Remove(lane);
        if (own.Count == 0) byPlayer.Remove(player);
    }

    private Lane Add(Lane lane)
    {
        lanes[lane.Name] = lane;
        if (lane.Parts.Player is not { } player) return lane;
        if (!byPlayer.TryGetValue(player, out var own)) byPlayer[player] = own = [];
        own.Add(lane);
        return lane;
    }

    private bool IsCurrent(Lane lane) => lanes.TryGetValue(lane.Name, out var current) && ReferenceEquals(current, lane);
}
