using Engage.Streams;

namespace Engage.LoadTest.Summing;

/// <summary>Writes a line for everything that is not routine; the first word tells what kind.</summary>
internal sealed class SpokenEvents(TextWriter output) : IStreamsEvents
{
    public void TaskChanged(string worker, int partition, TaskState state) => Say($"task {partition} {state}");

    public void Rewound(string worker, string cause, Exception? error) => Say($"rewound {cause}: {error?.Message}");

    public void ProducerReplaced(string worker, string cause) => Say($"replaced {cause}");

    public void Restored(string worker, int partition, long records, TimeSpan elapsed) => Say($"restored {partition} {records}");

    public void StateWiped(string worker, int partition, string reason) => Say($"wiped {partition}: {reason}");

    public void InputSkipped(string worker, int partition, Topic input, long from, long to) => Say($"skipped {input}[{partition}] {from} {to}");

    public void IntegrityAlarm(string worker, int partition, string what) => Say($"alarm {partition}: {what}");

    public void Fault(string worker, string where, Exception error) => Say($"fault {where}: {error.Message}");

    private void Say(string line)
    {
        lock (output) output.WriteLine(line);
    }
}
