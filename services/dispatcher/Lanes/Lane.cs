using Engage.Contracts;
using Engage.Dispatcher.Domain;

namespace Engage.Dispatcher.Lanes;

/// <summary>A lane in memory: its row, and what only this process knows.</summary>
internal sealed class Lane(string name, LaneRow row)
{
    public string Name { get; } = name;

    public LaneName Parts { get; } = LaneName.TryParse(name, out var parts) ? parts : throw new ArgumentException("A lane's name has three parts.", nameof(name));

    public LaneRow Row { get; } = row;

    /// <summary>Whether a call of this process runs for it, whose completion will come.</summary>
    public bool IsCalling { get; set; }

    /// <summary>Whether it stands in the queue of lanes that may start.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Whether its latest call took long; such lanes start only within a bound of their own.</summary>
    public bool IsSlow { get; set; }

    /// <summary>When it is next to be looked at, as the schedule has it; 0: never.</summary>
    public long DueMicros { get; set; }

    /// <summary>The earliest instant of the next start under the channel's own limit; 0: none.</summary>
    public long PacedUntilMicros { get; set; }

    /// <summary>Whether its next message may start, as far as the lane itself goes.</summary>
    public bool IsReady(long nowMicros) =>
        !IsCalling && Row.InFlight is null && !Row.IsEmpty && !Row.State.IsStuck() && Row.NextAtMicros <= nowMicros && PacedUntilMicros <= nowMicros;

    public override string ToString() => $"{Name} ({Row.State.Text()}, {Row.Depth} waiting)";
}
