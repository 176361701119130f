namespace Engage.LocalBroker.Faults;

/// <summary>Unwinds the thread that reached an armed <see cref="CrashPoint"/>. Let it pass: the broker is already abandoned.</summary>
internal sealed class BrokerCrashException(CrashPoint point) : Exception($"The broker was told to die at {point}.");
