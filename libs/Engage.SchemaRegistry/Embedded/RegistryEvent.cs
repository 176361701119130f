using System.Text.Json.Serialization;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>One change of the registry: a line of its log. Replaying the lines gives the state.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(SchemaStored), "schema")]
[JsonDerivedType(typeof(VersionAdded), "version")]
[JsonDerivedType(typeof(VersionDeleted), "delete")]
[JsonDerivedType(typeof(CompatibilitySet), "compatibility")]
[JsonDerivedType(typeof(ModeSet), "mode")]
internal abstract record RegistryEvent;

/// <summary>A schema text got an id, which it keeps for ever.</summary>
internal sealed record SchemaStored(int Id, string Text, IReadOnlyList<SchemaReference> References) : RegistryEvent;

/// <summary>A subject got a version, or a soft-deleted one back.</summary>
internal sealed record VersionAdded(string Subject, int Version, int Id) : RegistryEvent;

internal sealed record VersionDeleted(string Subject, int Version, bool Permanent) : RegistryEvent;

/// <summary>Subject null: the global level. Level null: the subject follows the global one again.</summary>
internal sealed record CompatibilitySet(string? Subject, CompatibilityLevel? Level) : RegistryEvent;

/// <summary>Subject null: the global mode. Mode null: the subject follows the global one again.</summary>
internal sealed record ModeSet(string? Subject, RegistryMode? Mode) : RegistryEvent;
