namespace Engage.Rules.Accumulation;

/// <summary>What one event's amount came to in steps.</summary>
/// <param name="Executions">From 0 to the cap.</param>
/// <param name="Remainder">Progress kept for the next event.</param>
/// <param name="Discarded">Whole steps cut by the cap and dropped; at most <see cref="long.MaxValue"/>.</param>
/// <param name="Capped">True where the cap cut, whatever became of the surplus.</param>
public readonly record struct StepsTaken(int Executions, decimal Remainder, long Discarded, bool Capped);
