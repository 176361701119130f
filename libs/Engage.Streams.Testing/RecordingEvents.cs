namespace Engage.Streams.Testing;

/// <summary>Remembers what went wrong, in plain words.</summary>
internal sealed class RecordingEvents : IStreamsEvents
{
    public List<string> Troubles { get; } = [];

    public void Rewound(string worker, string cause, Exception? error) => Troubles.Add($"rewound ({cause}): {error?.InnerException?.Message ?? error?.Message}");

    public void ProducerReplaced(string worker, string cause) => Troubles.Add($"producer replaced ({cause})");

    public void DeadLetterCut(string worker, int partition, Topic input, long offset, int bytes) => Troubles.Add($"dead letter of {input}[{partition}]@{offset} cut from {bytes} bytes");

    public void InputSkipped(string worker, int partition, Topic input, long from, long to) => Troubles.Add($"skipped {input}[{partition}] {from} to {to}");

    public void StateWiped(string worker, int partition, string reason) => Troubles.Add($"state of {partition} wiped: {reason}");

    public void IntegrityAlarm(string worker, int partition, string what) => Troubles.Add($"alarm in {partition}: {what}");

    public void Fault(string worker, string where, Exception error) => Troubles.Add($"fault in {where}: {error.Message}");
}
