using System.Diagnostics;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>What a registry or subject lets clients do.</summary>
internal enum RegistryMode
{
    ReadWrite,
    ReadOnly,

    /// <summary>Schemas come with the ids and versions they had elsewhere, and are not checked.</summary>
    Import,
}

/// <summary>Modes by the names of the registry's API.</summary>
internal static class RegistryModes
{
    public static string NameOf(RegistryMode mode) => mode switch
    {
        RegistryMode.ReadWrite => "READWRITE",
        RegistryMode.ReadOnly => "READONLY",
        RegistryMode.Import => "IMPORT",
        _ => throw new UnreachableException($"{mode} has no name."),
    };

    /// <summary>Null when <paramref name="name"/> is no mode.</summary>
    public static RegistryMode? Parse(string? name)
    {
        foreach (var mode in Enum.GetValues<RegistryMode>())
        {
            if (string.Equals(NameOf(mode), name, StringComparison.OrdinalIgnoreCase)) return mode;
        }

        return null;
    }
}
