namespace Engage.Dispatcher.Lanes;

/// <summary>The attempt that a lane has begun. Committed before the provider is called, so that after a crash nobody sends blindly.</summary>
/// <param name="Seq">The message's place in the lane.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="SinceMicros">When it began.</param>
internal sealed record InFlight(long Seq, int Attempt, long SinceMicros);
