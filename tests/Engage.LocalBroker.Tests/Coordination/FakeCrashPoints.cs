using Engage.LocalBroker.Faults;

namespace Engage.LocalBroker.Tests.Coordination;

/// <summary>Dies at one armed point, after abandoning whatever it was given to abandon.</summary>
internal sealed class FakeCrashPoints : ICrashPoints
{
    private CrashPoint? armed;
    private int armedOccurrence = 1;

    public Action Abandon { get; set; } = static () => { };

    public bool HasCrashed { get; private set; }

    public void Arm(CrashPoint point, int occurrence = 1)
    {
        armedOccurrence = occurrence;
        armed = point;
    }

    public bool IsArmed(CrashPoint point) => armed == point;

    public void Reach(CrashPoint point, int occurrence = 1)
    {
        if (armed != point || occurrence != armedOccurrence) return;
        armed = null;
        HasCrashed = true;
        Abandon();
        throw new BrokerCrashException(point);
    }
}
