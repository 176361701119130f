using Engage.Avro.Compatibility;
using Engage.Avro.Json;
using Engage.Avro.Schemas;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>The rules of a schema registry over its log. Thread-safe: one request at a time.</summary>
internal sealed class Registry : IDisposable
{
    private readonly Lock gate = new();
    private readonly RegistryState state = new();
    private readonly RegistryLog log;

    /// <exception cref="IOException">The folder cannot be used, or another server uses it.</exception>
    /// <exception cref="InvalidDataException">The log is damaged.</exception>
    public Registry(string folder) => log = RegistryLog.Open(folder, state.Apply);

    public void Dispose() => log.Dispose();

    /// <summary>Reads under the lock.</summary>
    public T Read<T>(Func<RegistryState, T> read)
    {
        lock (gate) return read(state);
    }

    /// <summary>Gives <paramref name="candidate"/> a version of <paramref name="subject"/>, or finds the one it has.</summary>
    /// <returns>The version with the schema's id.</returns>
    public SubjectVersion Register(string subject, SchemaCandidate candidate)
    {
        lock (gate)
        {
            var identity = Identify(candidate);
            var known = state.FindId(identity);
            if (FindVersion(subject, known, withDeleted: false) is { } existing) return existing;

            var mode = EffectiveMode(subject);
            if (mode == RegistryMode.ReadOnly) throw RegistryException.NotPermitted($"Subject {subject} is in read-only mode");
            if (mode == RegistryMode.Import) return Import(subject, candidate, known);
            if (candidate.Id is not null) throw RegistryException.NotPermitted($"Subject {subject} is not in import mode");

            var reasons = Check(subject, candidate, LiveVersions(subject));
            if (reasons.Count > 0) throw RegistryException.Incompatible($"details: [{string.Join(", ", reasons)}]");
            return Store(subject, state.NextVersion(subject), candidate, known ?? state.NextId, isNew: known is null);
        }
    }

    /// <summary>The version of <paramref name="subject"/> that is <paramref name="candidate"/>.</summary>
    public SubjectVersion Lookup(string subject, SchemaCandidate candidate, bool withDeleted)
    {
        lock (gate)
        {
            if (!state.Versions(subject).Any(version => withDeleted || !version.IsDeleted)) throw RegistryException.SubjectNotFound(subject);
            return FindVersion(subject, state.FindId(Identify(candidate)), withDeleted) ?? throw RegistryException.SchemaNotFound();
        }
    }

    /// <summary>Why <paramref name="candidate"/> may not follow <paramref name="versionText"/> (a number, or "latest"; null: whatever the level asks for); empty when it may.</summary>
    public IReadOnlyList<string> CheckCompatibility(string subject, string? versionText, SchemaCandidate candidate)
    {
        lock (gate)
        {
            Identify(candidate);
            return versionText is null
                ? Check(subject, candidate, LiveVersions(subject))
                : Check(subject, candidate, [FindLive(subject, versionText)]);
        }
    }

    /// <param name="subject">Which subject.</param>
    /// <param name="versionText">A number, or "latest".</param>
    /// <param name="withDeleted">Whether a soft-deleted one counts.</param>
    public SubjectVersion Find(string subject, string versionText, bool withDeleted)
    {
        lock (gate)
        {
            if (!withDeleted) return FindLive(subject, versionText);
            var versions = state.Versions(subject);
            if (versions.Count == 0) throw RegistryException.SubjectNotFound(subject);
            return Pick(versions, versionText);
        }
    }

    /// <summary>Deletes every version; softly unless <paramref name="permanent"/>.</summary>
    /// <returns>The versions deleted.</returns>
    public IReadOnlyList<int> DeleteSubject(string subject, bool permanent)
    {
        lock (gate)
        {
            RequireWritable(subject);
            var versions = state.Versions(subject);
            if (versions.Count == 0) throw RegistryException.SubjectNotFound(subject);
            var live = versions.Where(version => !version.IsDeleted).ToList();
            if (permanent && live.Count > 0) throw RegistryException.SubjectNotSoftDeleted(subject);
            if (!permanent && live.Count == 0) throw RegistryException.SubjectSoftDeleted(subject);

            var deleted = (permanent ? versions : live).Select(version => version.Version).ToList();
            foreach (var version in deleted) RequireUnreferenced(subject, version);
            foreach (var version in deleted) Change(new VersionDeleted(subject, version, permanent));
            return deleted;
        }
    }

    public int DeleteVersion(string subject, string versionText, bool permanent)
    {
        lock (gate)
        {
            RequireWritable(subject);
            var versions = state.Versions(subject);
            if (versions.Count == 0) throw RegistryException.SubjectNotFound(subject);
            var version = Pick(versions, versionText);
            if (permanent && !version.IsDeleted) throw RegistryException.VersionNotSoftDeleted(subject, version.Version);
            if (!permanent && version.IsDeleted) throw RegistryException.VersionSoftDeleted(subject, version.Version);
            RequireUnreferenced(subject, version.Version);
            Change(new VersionDeleted(subject, version.Version, permanent));
            return version.Version;
        }
    }

    /// <summary>Null subject: the global level. Null level: the subject follows the global one again.</summary>
    public void SetCompatibility(string? subject, CompatibilityLevel? level)
    {
        lock (gate) Change(new CompatibilitySet(subject, level));
    }

    /// <summary>Null subject: the global mode. Null mode: the subject follows the global one again.</summary>
    public void SetMode(string? subject, RegistryMode? mode)
    {
        lock (gate) Change(new ModeSet(subject, mode));
    }

    private SubjectVersion Import(string subject, SchemaCandidate candidate, int? known)
    {
        if (candidate.Id is not { } id) throw RegistryException.NotPermitted($"Subject {subject} is in import mode, which needs an id");
        if (known is null && state.FindSchema(id) is not null || known is not null && known != id)
        {
            throw RegistryException.NotPermitted($"Overwrite new schema with id {id} is not permitted.");
        }

        return Store(subject, candidate.Version ?? state.NextVersion(subject), candidate, id, isNew: known is null);
    }

    private SubjectVersion Store(string subject, int version, SchemaCandidate candidate, int id, bool isNew)
    {
        if (isNew) Change(new SchemaStored(id, candidate.Text, candidate.References));
        Change(new VersionAdded(subject, version, id));
        return new SubjectVersion(version, id, IsDeleted: false);
    }

    private void Change(RegistryEvent change)
    {
        log.Append(change);
        state.Apply(change);
    }

    /// <summary>Checks that the schema is valid, with the schemas it refers to.</summary>
    private string Identify(SchemaCandidate candidate)
    {
        try
        {
            Parse(candidate.Text, candidate.References);
            return SchemaIdentity.Of(candidate.Text, candidate.References);
        }
        catch (Exception invalid) when (invalid is AvroSchemaException or JsonTextException)
        {
            throw RegistryException.InvalidSchema(invalid.Message);
        }
    }

    private AvroSchema Parse(string text, IReadOnlyList<SchemaReference> references)
    {
        var texts = new List<string>();
        Collect(references, texts, []);
        return AvroSchema.Parse(text, texts);
    }

    /// <summary>The texts referred to, inner ones first, each once.</summary>
    private void Collect(IReadOnlyList<SchemaReference> references, List<string> texts, HashSet<int> seen)
    {
        foreach (var reference in references)
        {
            var version = state.Versions(reference.Subject).FirstOrDefault(version => version.Version == reference.Version)
                ?? throw RegistryException.InvalidSchema($"no schema reference found for subject \"{reference.Subject}\" and version {reference.Version}");
            if (!seen.Add(version.SchemaId)) continue;
            var schema = state.FindSchema(version.SchemaId)!;
            Collect(schema.References, texts, seen);
            texts.Add(schema.Text);
        }
    }

    /// <summary>Versions from the newest; a transitive level looks at all, the others at the first.</summary>
    private List<string> Check(string subject, SchemaCandidate candidate, IReadOnlyList<SubjectVersion> versions)
    {
        var level = state.SubjectLevel(subject) ?? state.GlobalLevel;
        var schema = Parse(candidate.Text, candidate.References);
        var held = CompatibilityRules.IsTransitive(level) ? versions : [.. versions.Take(1)];
        foreach (var version in held)
        {
            var stored = state.FindSchema(version.SchemaId)!;
            var mismatches = CompatibilityRules.Check(level, schema, Parse(stored.Text, stored.References));
            if (mismatches.Count > 0) return CompatibilityMessages.Of(mismatches, version.Version, stored.Text, level);
        }

        return [];
    }

    private List<SubjectVersion> LiveVersions(string subject) => [.. state.Versions(subject).Where(version => !version.IsDeleted).Reverse()];

    private SubjectVersion FindLive(string subject, string versionText)
    {
        var versions = LiveVersions(subject);
        if (versions.Count == 0) throw RegistryException.SubjectNotFound(subject);
        versions.Reverse();
        return Pick(versions, versionText);
    }

    private static SubjectVersion Pick(IReadOnlyList<SubjectVersion> ascending, string versionText)
    {
        if (versionText is "latest" or "-1") return ascending[^1];
        if (!int.TryParse(versionText, out var number) || number < 1) throw RegistryException.InvalidVersion(versionText);
        return ascending.FirstOrDefault(version => version.Version == number) ?? throw RegistryException.VersionNotFound(versionText);
    }

    private SubjectVersion? FindVersion(string subject, int? schemaId, bool withDeleted) =>
        state.Versions(subject).LastOrDefault(version => version.SchemaId == schemaId && (withDeleted || !version.IsDeleted));

    private RegistryMode EffectiveMode(string subject) => state.SubjectMode(subject) ?? state.GlobalMode;

    private void RequireWritable(string subject)
    {
        if (EffectiveMode(subject) == RegistryMode.ReadOnly) throw RegistryException.NotPermitted($"Subject {subject} is in read-only mode");
    }

    private void RequireUnreferenced(string subject, int version)
    {
        if (state.ReferencedBy(subject, version).Count > 0) throw RegistryException.ReferenceExists(subject, version);
    }
}
