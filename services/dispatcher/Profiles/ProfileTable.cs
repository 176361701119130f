using System.Text;
using Engage.Contracts;
using Engage.Streams;

namespace Engage.Dispatcher.Profiles;

/// <summary>The latest profile row of every player of this partition, as it came.</summary>
internal sealed class ProfileTable(IBytesStore store)
{
    private static readonly PlayerProfile Nobody = new() { PlayerId = "", Version = 0 };

    /// <summary>Takes a row of the topic in; a tombstone removes the player.</summary>
    public void Apply(in InputRecord record)
    {
        if (record.IsTombstone) store.Delete(record.Key);
        else store.Put(record.Key, record.Value);
    }

    /// <summary>The player's row; version 0 and nothing known where there is none.</summary>
    public PlayerProfile Find(string playerId)
    {
        using var row = store.Read(Encoding.UTF8.GetBytes(playerId));
        return row.IsFound ? EngageTopics.PlayerProfiles.Wire.Read(row.Bytes) : Nobody;
    }
}
