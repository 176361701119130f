namespace Engage.Properties.Tests.Model;

/// <summary>One execution as both sides tell it. Equal numbers are equal whatever their trailing zeros.</summary>
/// <param name="By">Source, id and type of the event.</param>
/// <param name="Since">When the qualification counted under began; null: none.</param>
/// <param name="Flags">In order, blanks between.</param>
/// <param name="Points">Of all its actions; null: none gives any.</param>
internal sealed record Decided(
    string Player, string Rule, int Version, string By, int Times, decimal? Amount, string? Currency, decimal? Left, long Discarded, long? Since, long? Until, string Flags, decimal? Points);
