using Engage.Accumulator.Domain;
using Engage.Rules.Decisions;
using Engage.Streams;

namespace Engage.Accumulator;

/// <summary>What is remembered of one player at a time: loaded, changed, saved. Allocates nothing while the player fits one row and the buffers are warm.</summary>
internal sealed class PlayerProgress(IBytesStore players, IBytesStore buckets, LifetimeBits erased)
{
    private readonly ProgressRow inline = new();
    private readonly SortedDictionary<int, LoadedBucket> loaded = [];
    private byte[] player = new byte[64];
    private int playerBytes;
    private byte[] scratch = new byte[2048];
    private int bucketBits;
    private bool isRowDirty;

    public ChainMemory Chains { get; } = new();

    private ReadOnlySpan<byte> Player => player.AsSpan(0, playerBytes);

    public void Load(ReadOnlySpan<byte> playerId)
    {
        if (playerId.Length > player.Length) player = new byte[playerId.Length];
        playerId.CopyTo(player);
        playerBytes = playerId.Length;
        loaded.Clear();
        (bucketBits, isRowDirty) = (0, false);

        using var row = players.Read(playerId);
        if (row.IsFound)
        {
            bucketBits = PlayerRow.Read(row.Bytes, Chains, inline);
            return;
        }

        inline.Clear();
        Chains.Load([]);
        isRowDirty = erased.Restore(playerId, inline);
    }

    /// <summary>What is remembered of a rule.</summary>
    public RuleProgress Of(RuleKey rule) => RowOf(rule)[rule];

    public void Set(RuleKey rule, in RuleProgress progress)
    {
        RowOf(rule).Set(rule, progress);
        if (bucketBits == 0) isRowDirty = true;
        else loaded[BucketKey.Of(rule, bucketBits)].IsDirty = true;
    }

    /// <summary>Remembers that a rule executed in a chain, and forgets chains that began too long ago.</summary>
    public void Chain(ulong root, RuleKey rule, long ingestedAtMicros, long horizonMicros)
    {
        Chains.ForgetBefore(ingestedAtMicros - horizonMicros);
        Chains.Add(root, rule, ingestedAtMicros);
        isRowDirty = true;
    }

    public void Save()
    {
        if (IsTooLarge()) Split();
        if (loaded.Count > 0) SaveBuckets();
        if (isRowDirty) SaveRow();
    }

    /// <summary>Forgets the player; what must outlive that is kept under a keyed hash (semantics 47).</summary>
    public void Erase()
    {
        LoadAll();
        erased.Keep(Player, [inline, .. loaded.Values.Select(bucket => bucket.Progress)]);
        foreach (var bucket in loaded.Keys) DeleteBucket(bucket);
        players.Delete(Player);
        loaded.Clear();
        (bucketBits, isRowDirty) = (0, false);
    }

    private ProgressRow RowOf(RuleKey rule) => bucketBits == 0 ? inline : Bucket(BucketKey.Of(rule, bucketBits)).Progress;

    private LoadedBucket Bucket(int bucket)
    {
        if (loaded.TryGetValue(bucket, out var known)) return known;

        var fresh = new LoadedBucket();
        var key = BucketKeyOf(bucket);
        using var value = buckets.Read(key);
        if (value.IsFound) fresh.Progress.Load(value.Bytes);
        loaded.Add(bucket, fresh);
        return fresh;
    }

    private bool IsTooLarge()
    {
        if (bucketBits == PlayerRow.MaxBucketBits) return false;
        if (loaded.Count == 0) return inline.Bytes.Length > PlayerRow.MaxProgressBytes;
        return loaded.Values.Any(bucket => bucket.Progress.Bytes.Length > PlayerRow.MaxProgressBytes);
    }

    /// <summary>Doubles the buckets until every one is small enough. Rare: a player reaches the next size once.</summary>
    private void Split()
    {
        LoadAll();
        var entries = new List<KeyValuePair<RuleKey, RuleProgress>>();
        foreach (var row in loaded.Values.Select(bucket => bucket.Progress).Prepend(inline))
        {
            foreach (var entry in row) entries.Add(entry);
        }

        while (IsTooLarge())
        {
            bucketBits++;
            inline.Clear();
            foreach (var bucket in loaded.Values) bucket.Progress.Clear();
            for (var bucket = 0; bucket < 1 << bucketBits; bucket++) loaded.TryAdd(bucket, new LoadedBucket());
            foreach (var (rule, progress) in entries) loaded[BucketKey.Of(rule, bucketBits)].Progress.Set(rule, progress);
        }

        foreach (var bucket in loaded.Values) bucket.IsDirty = true;
        isRowDirty = true;
    }

    private void LoadAll()
    {
        if (bucketBits == 0) return;
        for (var bucket = 0; bucket < 1 << bucketBits; bucket++) Bucket(bucket);
    }

    private void SaveRow()
    {
        var size = PlayerRow.SizeOf(Chains.Bytes, inline.Bytes);
        if (size > scratch.Length) scratch = new byte[size * 2];
        PlayerRow.Write(scratch, bucketBits, Chains.Bytes, inline.Bytes);
        players.Put(Player, scratch.AsSpan(0, size));
        isRowDirty = false;
    }

    private void SaveBuckets()
    {
        foreach (var (bucket, row) in loaded)
        {
            if (row.IsDirty) SaveBucket(bucket, row.Progress);
        }
    }

    private void SaveBucket(int bucket, ProgressRow progress)
    {
        if (progress.Bytes.IsEmpty) DeleteBucket(bucket);
        else buckets.Put(BucketKeyOf(bucket), progress.Bytes);
    }

    private void DeleteBucket(int bucket) => buckets.Delete(BucketKeyOf(bucket));

    /// <summary>The key of a bucket of this player; valid until the next call.</summary>
    private ReadOnlySpan<byte> BucketKeyOf(int bucket)
    {
        var size = BucketKey.SizeOf(Player);
        if (size > scratch.Length) scratch = new byte[size];
        BucketKey.Write(scratch, Player, bucket);
        return scratch.AsSpan(0, size);
    }

    private sealed class LoadedBucket
    {
        public ProgressRow Progress { get; } = new();

        public bool IsDirty { get; set; }
    }
}
