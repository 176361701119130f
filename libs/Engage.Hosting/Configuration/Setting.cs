namespace Engage.Hosting.Configuration;

/// <summary>One configured value and where it came from.</summary>
/// <param name="Source">As an operator knows it: a file, a variable or a flag.</param>
internal sealed record Setting(string Key, string Value, string Source);
