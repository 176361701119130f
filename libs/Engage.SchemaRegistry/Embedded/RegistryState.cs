using System.Diagnostics;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>What the log's events add up to. Knows no rules: those are judged before an event is written. Not thread-safe.</summary>
internal sealed class RegistryState
{
    private readonly Dictionary<int, StoredSchema> schemas = [];
    private readonly Dictionary<string, int> idByIdentity = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<SubjectVersion>> subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CompatibilityLevel> levels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RegistryMode> modes = new(StringComparer.Ordinal);
    private int highestId;

    public CompatibilityLevel GlobalLevel { get; private set; } = CompatibilityLevel.Backward;

    public RegistryMode GlobalMode { get; private set; } = RegistryMode.ReadWrite;

    public int NextId => highestId + 1;

    public IEnumerable<string> Subjects => subjects.Keys;

    public StoredSchema? FindSchema(int id) => schemas.GetValueOrDefault(id);

    /// <summary>The id under which an equal schema is stored; null when there is none.</summary>
    public int? FindId(string identity) => idByIdentity.TryGetValue(identity, out var id) ? id : null;

    /// <summary>Every version of a subject in ascending order, soft-deleted ones included; empty for an unknown subject.</summary>
    public IReadOnlyList<SubjectVersion> Versions(string subject) => subjects.TryGetValue(subject, out var versions) ? versions : [];

    /// <summary>One more than the highest version kept, soft-deleted ones included.</summary>
    public int NextVersion(string subject) => Versions(subject) is [.., var last] ? last.Version + 1 : 1;

    public CompatibilityLevel? SubjectLevel(string subject) => levels.TryGetValue(subject, out var level) ? level : null;

    public RegistryMode? SubjectMode(string subject) => modes.TryGetValue(subject, out var mode) ? mode : null;

    /// <summary>Ids of the schemas that refer to a version and are still used by some subject.</summary>
    public IReadOnlyList<int> ReferencedBy(string subject, int version)
    {
        var used = subjects.Values.SelectMany(versions => versions).Where(kept => !kept.IsDeleted).Select(kept => kept.SchemaId).ToHashSet();
        return
        [
            .. schemas.Values
                .Where(schema => used.Contains(schema.Id) && schema.References.Any(reference => reference.Subject == subject && reference.Version == version))
                .Select(schema => schema.Id)
                .Order(),
        ];
    }

    public void Apply(RegistryEvent change)
    {
        switch (change)
        {
            case SchemaStored stored: Store(stored); break;
            case VersionAdded added: Add(added); break;
            case VersionDeleted deleted: Delete(deleted); break;
            case CompatibilitySet { Subject: null } global: GlobalLevel = global.Level ?? CompatibilityLevel.Backward; break;
            case CompatibilitySet { Level: { } level } own: levels[own.Subject] = level; break;
            case CompatibilitySet none: levels.Remove(none.Subject); break;
            case ModeSet { Subject: null } global: GlobalMode = global.Mode ?? RegistryMode.ReadWrite; break;
            case ModeSet { Mode: { } mode } own: modes[own.Subject] = mode; break;
            case ModeSet none: modes.Remove(none.Subject); break;
            default: throw new UnreachableException($"{change.GetType().Name} is not applied.");
        }
    }

    private void Store(SchemaStored stored)
    {
        schemas[stored.Id] = new StoredSchema(stored.Id, stored.Text, stored.References);
        idByIdentity[SchemaIdentity.Of(stored.Text, stored.References)] = stored.Id;
        highestId = Math.Max(highestId, stored.Id);
    }

    private void Add(VersionAdded added)
    {
        if (!subjects.TryGetValue(added.Subject, out var versions)) subjects[added.Subject] = versions = [];
        versions.RemoveAll(version => version.Version == added.Version);
        versions.Add(new SubjectVersion(added.Version, added.Id, IsDeleted: false));
        versions.Sort((left, right) => left.Version.CompareTo(right.Version));
    }

    private void Delete(VersionDeleted deleted)
    {
        var versions = subjects[deleted.Subject];
        var index = versions.FindIndex(version => version.Version == deleted.Version);
        if (!deleted.Permanent)
        {
            versions[index] = versions[index] with { IsDeleted = true };
            return;
        }

        versions.RemoveAt(index);
        if (versions.Count == 0) subjects.Remove(deleted.Subject);
    }
}
