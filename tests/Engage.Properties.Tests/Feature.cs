namespace Engage.Properties.Tests;

/// <summary>What may happen in a generated life beside bets in one currency.</summary>
[Flags]
internal enum Feature
{
    None = 0,
    Reversals = 1,
    Duplicates = 2,
    Currencies = 4,
    Caps = 8,
    Time = 16,
    Qualification = 32,
    Once = 64,
    Segments = 128,
    Tags = 256,
    Edits = 512,
    Periods = 1024,
    Backfill = 2048,
    Erasure = 4096,

    /// <summary>Everything about decisions.</summary>
    Everything = 8191,

    /// <summary>Contact points, consents and suppressions change often; they decide nothing here.</summary>
    Contacts = 8192,
}
