using System.Text;
using Engage.Streams;

namespace Engage.LoadTest.Summing;

/// <summary>The processor of <see cref="SumTopology"/>.</summary>
internal sealed class SumNumbers(ITaskContext task) : IProcessor
{
    private readonly IKeyValueStore<string, long> sums = task.Open(SumTopology.SumByKey);
    private readonly IKeyValueStore<string, long> rewarded = task.Open(SumTopology.RewardByKey);
    private readonly Output<string, Sum> toSums = task.Output(SumTopology.Sums);
    private readonly Output<string, long> toRewards = task.Output(SumTopology.Rewards);
    private readonly Output<string, long> toReminders = task.Output(SumTopology.Reminders);

    public ProcessResult Process(in InputRecord record)
    {
        var (key, number) = (record.KeyAs(SumTopology.Numbers), record.ValueAs(SumTopology.Numbers));
        var isKnown = sums.TryGet(key, out var sum);
        sum += number;
        sums.Put(key, sum);
        toSums.Send(key, new Sum(sum, (byte)(record.Topic == SumTopology.Numbers ? 0 : 1), record.Offset));

        if (!isKnown) task.Timers.Set(record.TimestampMicros + SumTopology.RemindAfterMicros, record.Key);
        if (sum >= SumTopology.RewardAt && !rewarded.TryGet(key, out _))
        {
            rewarded.Put(key, sum);
            toRewards.Send(key, sum);
        }

        return ProcessResult.Done;
    }

    public void OnTimer(long fireAtMicros, ReadOnlySpan<byte> owner, long nowMicros) => toReminders.Send(Encoding.UTF8.GetString(owner), fireAtMicros);
}
