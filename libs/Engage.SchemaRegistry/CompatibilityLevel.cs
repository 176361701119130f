using System.Diagnostics;

namespace Engage.SchemaRegistry;

/// <summary>Which registered versions a new schema is held against, and in which direction.</summary>
public enum CompatibilityLevel
{
    None,

    /// <summary>New readers read what the latest version wrote: fields may be removed, and added with a default.</summary>
    Backward,

    /// <summary>As <see cref="Backward"/>, against every version.</summary>
    BackwardTransitive,

    /// <summary>The latest version reads what new writers write: fields may be added, and removed if they had a default.</summary>
    Forward,

    /// <summary>As <see cref="Forward"/>, against every version.</summary>
    ForwardTransitive,

    /// <summary>Both directions, against the latest version.</summary>
    Full,

    /// <summary>Both directions, against every version.</summary>
    FullTransitive,
}

/// <summary>Levels by the names of the registry's API.</summary>
public static class CompatibilityLevels
{
    public static string NameOf(CompatibilityLevel level) => level switch
    {
        CompatibilityLevel.None => "NONE",
        CompatibilityLevel.Backward => "BACKWARD",
        CompatibilityLevel.BackwardTransitive => "BACKWARD_TRANSITIVE",
        CompatibilityLevel.Forward => "FORWARD",
        CompatibilityLevel.ForwardTransitive => "FORWARD_TRANSITIVE",
        CompatibilityLevel.Full => "FULL",
        CompatibilityLevel.FullTransitive => "FULL_TRANSITIVE",
        _ => throw new UnreachableException($"{level} has no name."),
    };

    /// <summary>Null when <paramref name="name"/> is no level; letter case does not matter.</summary>
    public static CompatibilityLevel? Parse(string? name)
    {
        foreach (var level in Enum.GetValues<CompatibilityLevel>())
        {
            if (string.Equals(NameOf(level), name, StringComparison.OrdinalIgnoreCase)) return level;
        }

        return null;
    }
}
