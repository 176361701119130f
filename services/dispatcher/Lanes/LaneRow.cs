using Engage.Dispatcher.Domain;

namespace Engage.Dispatcher.Lanes;

/// <summary>What is kept of a lane. Messages stand in the queue store under places from <see cref="Head"/> to <see cref="Tail"/>.</summary>
internal sealed class LaneRow
{
    public LaneState State { get; set; }

    /// <summary>Stable code; null while healthy.</summary>
    public string? Reason { get; set; }

    public string? Hint { get; set; }

    /// <summary>When the state was entered.</summary>
    public long SinceMicros { get; set; }

    /// <summary>When something is next to be tried; 0: now, or never in a stuck state without a probe.</summary>
    public long NextAtMicros { get; set; }

    /// <summary>Place of the message in front.</summary>
    public long Head { get; set; }

    /// <summary>Place of the next message to come; equal to <see cref="Head"/> if there is none.</summary>
    public long Tail { get; set; }

    /// <summary>Messages in the lane; fewer than tail − head where some were dropped from the middle.</summary>
    public long Depth { get; set; }

    /// <summary>Grows with each change of state.</summary>
    public long Version { get; set; }

    /// <summary>Attempts begun for the message in front.</summary>
    public int FrontAttempts { get; set; }

    /// <summary>Of those, refused for a reason that this code does not know.</summary>
    public int FrontUnrecognised { get; set; }

    /// <summary>Start of the first of them; 0 before it.</summary>
    public long FrontFirstAttemptMicros { get; set; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; set; }

    public long FirstFailureMicros { get; set; }

    public bool EndedUnrecognised { get; set; }

    /// <summary>Readings of the provider's records for the attempt in flight.</summary>
    public int ReconcileTries { get; set; }

    public InFlight? InFlight { get; set; }

    /// <summary>Whether the attempt in flight ended without an answer, so that the provider's records must be asked.</summary>
    public bool IsUnclear { get; set; }

    /// <summary>Messages that may still leave before the lane stops again; null: no such bound.</summary>
    public int? ReleasesLeft { get; set; }

    /// <summary>The provider's id of the recipient, kept for ever so that renames cost nothing.</summary>
    public string? PinId { get; set; }

    public string? PinName { get; set; }

    /// <summary>Provider ids of the latest messages, newest last.</summary>
    public List<string>? SentIds { get; set; }

    /// <summary>The lane that takes over what is still to come.</summary>
    public string? RemappedTo { get; set; }

    public bool IsEmpty => Depth == 0;

    /// <summary>Whether nothing would be lost with the row.</summary>
    public bool IsForgettable => IsEmpty && State == LaneState.Healthy && InFlight is null && PinId is null && RemappedTo is null && Failures == 0 && !EndedUnrecognised;
}
