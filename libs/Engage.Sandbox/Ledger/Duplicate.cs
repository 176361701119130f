namespace Engage.Sandbox.Ledger;

/// <summary>A delivery that a provider accepted more than once.</summary>
/// <param name="Kind">As in <see cref="LedgerEntry.Kind"/>.</param>
/// <param name="DeliveryMark">The mark the entries share.</param>
/// <param name="Count">At least 2.</param>
/// <param name="Ids">The entries' ids in order of acceptance.</param>
public sealed record Duplicate(string Kind, string DeliveryMark, int Count, IReadOnlyList<string> Ids);
