namespace Engage.LocalBroker.Faults;

/// <summary>Asked at every <see cref="CrashPoint"/> whether the broker dies there. Any thread; answers "no" within nanoseconds when unarmed.</summary>
internal interface ICrashPoints
{
    /// <summary>True when this is a torn-write point that is armed: the caller writes only a part of its record, then calls <see cref="Reach"/>.</summary>
    bool IsArmed(CrashPoint point);

    /// <summary>Does nothing, or never returns normally: the process exits, or <see cref="BrokerCrashException"/> is thrown after the broker was abandoned.</summary>
    /// <param name="point">Where the caller stands.</param>
    /// <param name="occurrence">Which of several like steps (the n-th marker of a transaction, from 1).</param>
    void Reach(CrashPoint point, int occurrence = 1);
}
