namespace Engage.Cli.Replay;

/// <summary>How the rows of one kind of file become events.</summary>
/// <param name="Format">Of the file.</param>
/// <param name="Delimiter">CSV only.</param>
/// <param name="Events">Each row becomes one event per entry whose <see cref="MappedEvent.When"/> holds, in this order.</param>
internal sealed record EventMapping(RowFormat Format, char Delimiter, IReadOnlyList<MappedEvent> Events);

internal enum RowFormat
{
    Csv,
    JsonLines,
}

/// <summary>One event made of a row.</summary>
internal sealed record MappedEvent
{
    /// <summary>All must hold for the row to become this event.</summary>
    public IReadOnlyList<RowTest> When { get; init; } = [];

    public required TextPattern Type { get; init; }

    public required TextPattern Source { get; init; }

    public required TextPattern EventId { get; init; }

    public required TextPattern Player { get; init; }

    public required TextPattern OccurredAt { get; init; }

    public TimeFormat TimeFormat { get; init; }

    public Arithmetic? Amount { get; init; }

    public IReadOnlyList<KeyValuePair<string, Arithmetic>> Amounts { get; init; } = [];

    public TextPattern? Currency { get; init; }

    public Arithmetic? ExchangeRate { get; init; }

    public TextPattern? RateCurrency { get; init; }

    public TextPattern? Reverses { get; init; }

    public bool Backfill { get; init; }

    public IReadOnlyList<MappedAttribute> Attributes { get; init; } = [];

    public MappedUpdate? Update { get; init; }
}

/// <summary>A column must have a value, or exactly this one.</summary>
internal sealed record RowTest(string Column, string? Value);

/// <summary>What an update changes; patterns that come out empty are left out.</summary>
internal sealed record MappedUpdate
{
    public IReadOnlyList<MappedAttribute> Set { get; init; } = [];

    public IReadOnlyList<TextPattern> AddTags { get; init; } = [];

    public IReadOnlyList<TextPattern> RemoveTags { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, TextPattern>> Consents { get; init; } = [];

    public TextPattern? Suppression { get; init; }
}

/// <summary>A named value of a fixed type; left out of the event where it comes out empty.</summary>
internal sealed record MappedAttribute(string Name, AttributeType Type, TextPattern Pattern);

internal enum AttributeType
{
    Text,
    Integer,
    Number,
    Boolean,
}

/// <summary>How times are written.</summary>
internal enum TimeFormat
{
    /// <summary>ISO 8601; without an offset it is UTC.</summary>
    Iso,
    UnixSeconds,
    UnixMilliseconds,
    UnixMicroseconds,
}
