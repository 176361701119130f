namespace Engage.Hosting.Configuration;

/// <summary>A setting as it is in force.</summary>
/// <param name="Text">Masked already where it is a secret.</param>
/// <param name="Source">A file, a variable, a flag or "default".</param>
internal sealed record EffectiveSetting(string Key, string Text, string Source);
