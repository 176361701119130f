using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Engage.LoadTest.Verification;

/// <summary>
/// Recomputes what the summing worker must have written from what was sent to it, with the logs and the databases read by code of its own; nothing of the engine is used here.
/// </summary>
/// <remarks>
/// I1 each number is counted once, in order, with the right sum · I2 rewards and reminders once · I3 databases equal their changelogs · I4 chain of transactions, ending at the group's offset
/// · I5 nothing aborted is visible (follows from I1) · I6 the sums add up · I8 each poison record is in the dead letters once.
/// </remarks>
internal sealed class Verifier(string bootstrap, string prefix, int inputs)
{
    private const long RewardAt = 1_000;
    private const long RemindAfterMicros = 500_000;
    private const string Worker = "summer";

    private readonly LogFile logs = new(bootstrap);
    private readonly Findings findings = new();

    private string[] InputTopics { get; } = inputs == 1 ? [prefix + "numbers"] : [prefix + "numbers", prefix + "more-numbers"];

    /// <summary>I7: waits until the worker has read all its input.</summary>
    /// <returns>Null, or what is left when the limit has passed.</returns>
    public string? WaitUntilRead(TimeSpan limit) => logs.WaitUntilRead(prefix + Worker, InputTopics, limit);

    /// <summary>Waits until so many keys have been reminded.</summary>
    /// <returns>How many have been, fewer only when the limit has passed.</returns>
    public int WaitUntilReminded(int keys, TimeSpan limit) => logs.WaitForKeys(prefix + "reminders", keys, limit);

    /// <summary>Checks everything; the workers must have ended, with their input read.</summary>
    /// <param name="stateDirectories">Of all workers that took part. Each of their databases must equal the changelog as far as it claims to have come, and one of each partition all of it.</param>
    public Findings Check(params IReadOnlyList<string> stateDirectories)
    {
        var numbers = InputTopics.Select(topic => logs.Read(topic)).ToArray();
        var sums = logs.Read(prefix + "sums");
        var states = new Dictionary<string, long>[sums.Length];
        var reminders = new Dictionary<string, long>();
        for (var partition = 0; partition < sums.Length; partition++) states[partition] = CheckSums(partition, [.. numbers.Select(input => input[partition])], sums[partition], reminders);

        CheckOnce("rewards", states.SelectMany(state => state).Where(state => state.Value >= RewardAt).ToDictionary(state => state.Key, _ => (long?)null), count => findings.Rewards = count);
        CheckOnce("reminders", reminders.ToDictionary(reminder => reminder.Key, reminder => (long?)reminder.Value), count => findings.Reminders = count);
        CheckDeadLetters(numbers);
        var changelog = logs.Read($"{prefix}{Worker}-changelog");
        for (var partition = 0; partition < sums.Length; partition++)
        {
            CheckChain(partition, changelog[partition]);
            CheckState(partition, changelog[partition], states[partition], stateDirectories);
        }

        findings.AbortedRecords = logs.Read(prefix + "sums", IsolationLevel.ReadUncommitted).Sum(partition => partition.Count) - sums.Sum(partition => partition.Count);
        return findings;
    }

    /// <returns>The sum of each key.</returns>
    private Dictionary<string, long> CheckSums(int partition, List<LogRecord>[] numbers, List<LogRecord> sums, Dictionary<string, long> reminders)
    {
        var state = new Dictionary<string, long>();
        var wanted = numbers.Select(input => new Queue<LogRecord>(input.Where(number => number.Value!.Length == sizeof(long)))).ToArray();
        findings.Inputs += wanted.Sum(input => (long)input.Count);
        foreach (var sum in sums)
        {
            var (value, input, offset) = (BinaryPrimitives.ReadInt64BigEndian(sum.Value), sum.Value![8], BinaryPrimitives.ReadInt64BigEndian(sum.Value.AsSpan(9)));
            while (wanted[input].Count > 0 && wanted[input].Peek().Offset < offset)
            {
                findings.Lost++;
                findings.Violated("I1", $"the number {InputTopics[input]}[{partition}]@{wanted[input].Dequeue().Offset} is missing before the sum @{sum.Offset}");
            }

            if (wanted[input].Count == 0 || wanted[input].Peek().Offset != offset)
            {
                findings.Duplicated++;
                findings.Violated("I1", $"the sum @{sum.Offset} of partition {partition} counts {InputTopics[input]}@{offset} again");
                continue;
            }

            var number = wanted[input].Dequeue();
            var key = Encoding.UTF8.GetString(number.Key!);
            if (!state.TryGetValue(key, out var before)) reminders[key] = number.TimestampMicros + RemindAfterMicros;
            state[key] = before + BinaryPrimitives.ReadInt64BigEndian(number.Value);
            if (state[key] != value || Encoding.UTF8.GetString(sum.Key!) != key) findings.Violated("I1", $"the sum @{sum.Offset} of partition {partition} says {value} for {key}, not {state[key]}");
        }

        foreach (var left in wanted.SelectMany(input => input))
        {
            findings.Lost++;
            findings.Violated("I1", $"the number [{partition}]@{left.Offset} is not counted");
        }

        return state;
    }

    private void CheckOnce(string topic, Dictionary<string, long?> expected, Action<long> count)
    {
        var found = logs.Read(prefix + topic).SelectMany(partition => partition).ToList();
        count(found.Count);
        foreach (var again in found.GroupBy(record => Encoding.UTF8.GetString(record.Key!)).Where(group => group.Count() > 1))
        {
            findings.Duplicated += again.Count() - 1;
            findings.Violated("I2", $"{topic} has {again.Count()} records for {again.Key}");
        }

        foreach (var record in found)
        {
            var key = Encoding.UTF8.GetString(record.Key!);
            if (!expected.Remove(key, out var value)) continue;
            if (value is not null && value != BinaryPrimitives.ReadInt64BigEndian(record.Value)) findings.Violated("I2", $"{topic} says {BinaryPrimitives.ReadInt64BigEndian(record.Value)} for {key}, not {value}");
        }

        findings.Lost += expected.Count;
        foreach (var (key, _) in expected) findings.Violated("I2", $"{topic} has none for {key}");
    }

    private void CheckDeadLetters(List<LogRecord>[][] numbers)
    {
        var found = logs.Read(prefix + "dead-letters").SelectMany(partition => partition).ToList();
        findings.DeadLetters = found.Count;
        var poison = numbers.SelectMany((input, number) => input.SelectMany(partition => partition).Where(record => record.Value!.Length != sizeof(long)).Select(record => (Topic: InputTopics[number], record.Partition, record.Offset, record.Value)))
            .ToDictionary(record => (record.Topic, record.Partition, record.Offset), record => record.Value);
        foreach (var letter in found)
        {
            var place = (letter.Headers["engage.dead_letter.topic"], int.Parse(letter.Headers["engage.dead_letter.partition"], CultureInfo.InvariantCulture), long.Parse(letter.Headers["engage.dead_letter.offset"], CultureInfo.InvariantCulture));
            if (!poison.Remove(place, out var value))
            {
                findings.Duplicated++;
                findings.Violated("I8", $"{place} is in the dead letters again, or does not belong there");
            }
            else if (!value!.AsSpan().SequenceEqual(letter.Value))
            {
                findings.Violated("I8", $"{place} has changed on its way to the dead letters");
            }
        }

        findings.Lost += poison.Count;
        foreach (var (place, _) in poison) findings.Violated("I8", $"{place} is not in the dead letters");
    }

    private void CheckChain(int partition, List<LogRecord> changelog)
    {
        TransactionHeader? last = null;
        foreach (var record in changelog.Where(record => record.Key is [0]))
        {
            var header = TransactionHeader.Read(record.Value);
            if (last is not null && (header.Sequence != last.Sequence + 1 || !header.Before.SequenceEqual(last.After)))
                findings.Violated("I4", $"transaction {header.Sequence} of partition {partition} starts at {string.Join('/', header.Before)}, {last.Sequence} ended at {string.Join('/', last.After)}");
            last = header;
            findings.Transactions++;
        }

        for (var input = 0; input < inputs && last is not null; input++)
        {
            var committed = logs.Committed(prefix + Worker, InputTopics[input])[partition];
            if (committed != last.After[input]) findings.Violated("I4", $"the chain of {InputTopics[input]}[{partition}] ends at {last.After[input]}, the group is at {committed}");
        }
    }

    private void CheckState(int partition, List<LogRecord> changelog, Dictionary<string, long> expected, IReadOnlyList<string> directories)
    {
        var replayed = Replay(changelog, long.MaxValue);
        var total = replayed.Where(entry => entry.Key.StartsWith("01", StringComparison.Ordinal)).Sum(entry => BinaryPrimitives.ReadInt64BigEndian(entry.Value));
        if (total != expected.Values.Sum()) findings.Violated("I6", $"the sums in the changelog of partition {partition} add up to {total}, the numbers to {expected.Values.Sum()}");

        var isWhole = false;
        foreach (var path in directories.Select(directory => Path.Combine(directory, Worker, partition.ToString(CultureInfo.InvariantCulture))).Where(Directory.Exists))
        {
            var kept = StateDump.Read(path);
            if (!kept.Remove("00", out var meta)) continue; // Opened, never written to.
            var next = BinaryPrimitives.ReadInt64BigEndian(meta.AsSpan(1));
            findings.Databases++;
            isWhole |= !changelog.Exists(record => record.Offset >= next);
            if (!Same(kept, Replay(changelog, next))) findings.Violated("I3", $"{path} differs from its changelog up to {next}");
        }

        if (directories.Count > 0 && changelog.Count > 0 && !isWhole) findings.Violated("I3", $"no database of partition {partition} has come to the end of its changelog");
    }

    private static SortedDictionary<string, byte[]> Replay(List<LogRecord> changelog, long end)
    {
        var state = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var record in changelog.Where(record => record.Offset < end && record.Key is not [0]))
        {
            var key = Convert.ToHexString(record.Key!);
            if (record.Value is null) state.Remove(key);
            else state[key] = record.Value;
        }

        return state;
    }

    private static bool Same(SortedDictionary<string, byte[]> left, SortedDictionary<string, byte[]> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => pair.First.Key == pair.Second.Key && pair.First.Value.AsSpan().SequenceEqual(pair.Second.Value));
}
