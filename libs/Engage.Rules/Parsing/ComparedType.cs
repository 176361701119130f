namespace Engage.Rules.Parsing;

/// <summary>What a comparison compares, which decides its operators and operands.</summary>
internal enum ComparedType
{
    /// <summary>Attributes and profile: the value's own type decides at run time.</summary>
    Any,

    /// <summary>Amounts of events: numbers, thresholds per currency, or numbers with their currency.</summary>
    Money,

    /// <summary>Sums over events: as money, but a number without currency says nothing.</summary>
    Sum,

    Text,

    /// <summary>Currency codes: texts kept upper-case.</summary>
    Currency,

    Consent,

    /// <summary>Counts of events: whole numbers.</summary>
    Count,

    /// <summary>Times since an event: durations.</summary>
    Duration,
}
