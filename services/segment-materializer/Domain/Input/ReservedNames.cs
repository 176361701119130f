namespace Engage.SegmentMaterializer.Domain.Input;

/// <summary>Types, source and attributes that are the engine's own (contracts.md §1), as UTF-8.</summary>
internal static class ReservedNames
{
    public static ReadOnlySpan<byte> ControlPrefix => "engage."u8;

    public static ReadOnlySpan<byte> DefinitionsMarker => "engage.definitions"u8;

    public static ReadOnlySpan<byte> RunMarker => "engage.run"u8;

    public static ReadOnlySpan<byte> ScheduledPlayer => "engage.scheduled"u8;

    public static ReadOnlySpan<byte> EngineSource => "engage"u8;

    public static ReadOnlySpan<byte> TagAdded => "tag.added"u8;

    public static ReadOnlySpan<byte> TagRemoved => "tag.removed"u8;

    public static ReadOnlySpan<byte> Offset => "offset"u8;

    public static ReadOnlySpan<byte> Previous => "previous"u8;

    public static ReadOnlySpan<byte> RunId => "run_id"u8;

    public static ReadOnlySpan<byte> RuleId => "rule_id"u8;

    public static ReadOnlySpan<byte> Due => "due"u8;

    /// <summary>Whether events of that type are control records or written by the scheduler.</summary>
    public static bool IsControl(ReadOnlySpan<byte> type) => type.StartsWith(ControlPrefix);
}
