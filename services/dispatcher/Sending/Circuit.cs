namespace Engage.Dispatcher.Sending;

/// <summary>The state of one account, or of one country of it.</summary>
/// <param name="scope"><c>channel/account</c>, or <c>channel/account/+47</c>.</param>
internal sealed class Circuit(string scope)
{
    public string Scope { get; } = scope;

    public CircuitState State { get; set; }

    public string? Reason { get; set; }

    public string? Hint { get; set; }

    /// <summary>When it was last opened.</summary>
    public long OpenedMicros { get; set; }

    /// <summary>When the account is next asked about.</summary>
    public long ProbeAtMicros { get; set; }

    /// <summary>Grows each time the account turns out not to work yet.</summary>
    public TimeSpan ProbeWait { get; set; }

    public bool IsProbing { get; set; }

    /// <summary>The lane that tries, in a trial; null while none does.</summary>
    public string? TrialLane { get; set; }
}
