namespace Engage.Rules.Definitions;

/// <summary>How kinds and statuses are spelt in files, in records and in the keys of the definitions topic.</summary>
public static class DefinitionNames
{
    /// <summary>The id of the segment that every player is in; no document may define it.</summary>
    public const string Everyone = "everyone";

    public static string TextOf(DefinitionKind kind) => kind switch
    {
        DefinitionKind.Rule => "rule",
        DefinitionKind.Segment => "segment",
        DefinitionKind.Template => "template",
        DefinitionKind.Policy => "policy",
        DefinitionKind.ChannelAccount => "channel_account",
        DefinitionKind.Endpoint => "endpoint",
        _ => throw new System.Diagnostics.UnreachableException($"The kind {kind} has no name."),
    };

    /// <returns>False for a text that names no kind.</returns>
    public static bool TryParseKind(string? text, out DefinitionKind kind)
    {
        (var known, kind) = text switch
        {
            "rule" => (true, DefinitionKind.Rule),
            "segment" => (true, DefinitionKind.Segment),
            "template" => (true, DefinitionKind.Template),
            "policy" => (true, DefinitionKind.Policy),
            "channel_account" => (true, DefinitionKind.ChannelAccount),
            "endpoint" => (true, DefinitionKind.Endpoint),
            _ => (false, default),
        };
        return known;
    }

    public static string TextOf(DefinitionStatus status) => status switch
    {
        DefinitionStatus.Draft => "draft",
        DefinitionStatus.Active => "active",
        DefinitionStatus.Paused => "paused",
        DefinitionStatus.Archived => "archived",
        _ => throw new System.Diagnostics.UnreachableException($"The status {status} has no name."),
    };

    /// <returns>False for a text that names no status.</returns>
    public static bool TryParseStatus(string? text, out DefinitionStatus status)
    {
        (var known, status) = text switch
        {
            "draft" => (true, DefinitionStatus.Draft),
            "active" => (true, DefinitionStatus.Active),
            "paused" => (true, DefinitionStatus.Paused),
            "archived" => (true, DefinitionStatus.Archived),
            _ => (false, default),
        };
        return known;
    }
}
