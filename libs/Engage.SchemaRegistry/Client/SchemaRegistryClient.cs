using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Engage.Avro.Schemas;

namespace Engage.SchemaRegistry.Client;

/// <summary>The Confluent schema registry's REST API, as far as Avro topics need it. Thread-safe.</summary>
/// <remarks>
/// A schema never changes under its id, so what was fetched by id is kept for ever and serves on while the registry is down. Every method throws
/// <see cref="SchemaRegistryUnreachableException"/> when the registry does not answer and <see cref="SchemaRegistryException"/> when it refuses.
/// </remarks>
public sealed class SchemaRegistryClient : IDisposable
{
    private const int SubjectUnknown = 40401;
    private const int VersionUnknown = 40402;
    private const int SchemaUnknown = 40403;
    private const int NoSubjectLevel = 40408;

    /// <summary>Ids that somebody made up may not fill the memory.</summary>
    private const int UnknownIdsMax = 10_000;

    private readonly RegistryTransport transport;
    private readonly TimeProvider time;
    private readonly TimeSpan unknownIdFor;
    private readonly ConcurrentDictionary<int, AvroSchema> byId = new();
    private readonly ConcurrentDictionary<int, long> unknownSince = new();

    /// <summary>Connects when first used.</summary>
    /// <param name="options">Address, credentials, patience.</param>
    /// <param name="time">Clock of pauses and of the memory for unknown ids.</param>
    /// <param name="handler">For tests; a plain socket handler when null.</param>
    public SchemaRegistryClient(SchemaRegistryOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.time = time;
        unknownIdFor = options.UnknownIdFor;
        transport = new RegistryTransport(options, time, handler);
    }

    /// <summary>The schema with an id; null when the registry has none, which is believed for <see cref="SchemaRegistryOptions.UnknownIdFor"/>.</summary>
    public async Task<AvroSchema?> FindByIdAsync(int id, CancellationToken cancellation)
    {
        if (byId.TryGetValue(id, out var known)) return known;
        if (unknownSince.TryGetValue(id, out var since) && time.GetElapsedTime(since) < unknownIdFor) return null;

        var found = await transport.TryGetAsync<SchemaText>($"schemas/ids/{id}", [SchemaUnknown], cancellation).ConfigureAwait(false);
        if (found is null)
        {
            if (unknownSince.Count >= UnknownIdsMax) unknownSince.Clear();
            unknownSince[id] = time.GetTimestamp();
            return null;
        }

        unknownSince.TryRemove(id, out _);
        return byId.GetOrAdd(id, await ParseAsync(found, cancellation).ConfigureAwait(false));
    }

    /// <summary>Lets the next search for an id ask the registry again.</summary>
    internal void ForgetUnknown(int id) => unknownSince.TryRemove(id, out _);

    /// <summary>Whether an id needs no request.</summary>
    internal bool IsKnown(int id) => byId.ContainsKey(id) || unknownSince.ContainsKey(id);

    /// <summary>A version of a subject; null when there is none.</summary>
    /// <param name="subject">Topic plus "-value".</param>
    /// <param name="version">From 1; null for the latest.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<RegisteredSchema?> FindVersionAsync(string subject, int? version, CancellationToken cancellation) =>
        transport.TryGetAsync<RegisteredSchema>($"subjects/{Escape(subject)}/versions/{version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "latest"}", [SubjectUnknown, VersionUnknown], cancellation);

    /// <summary>The version under which a subject has exactly this schema; null when it has not.</summary>
    public Task<RegisteredSchema?> LookupAsync(string subject, AvroSchema schema, CancellationToken cancellation) =>
        transport.TryPostAsync<RegisteredSchema>($"subjects/{Escape(subject)}", new SchemaText(Avro.Schemas.SchemaText.Write(schema)), [SubjectUnknown, SchemaUnknown], cancellation);

    /// <summary>Registers a schema, or finds it registered; returns its id. Not for workers in production.</summary>
    /// <exception cref="SchemaRegistryException">Code 409: the schema is incompatible with a registered one.</exception>
    public async Task<int> RegisterAsync(string subject, AvroSchema schema, CancellationToken cancellation)
    {
        var answer = await transport.PostAsync<SchemaId>($"subjects/{Escape(subject)}/versions", new SchemaText(Avro.Schemas.SchemaText.Write(schema)), cancellation).ConfigureAwait(false);
        return answer.Id;
    }

    /// <summary>Whether a schema may become the subject's next version, by the subject's level; compatible when the subject has no version yet.</summary>
    public async Task<CompatibilityReport> CheckAsync(string subject, AvroSchema schema, CancellationToken cancellation)
    {
        var body = new SchemaText(Avro.Schemas.SchemaText.Write(schema));
        return await transport.TryPostAsync<CompatibilityReport>($"compatibility/subjects/{Escape(subject)}/versions?verbose=true", body, [SubjectUnknown], cancellation).ConfigureAwait(false)
            ?? new CompatibilityReport(true, []);
    }

    /// <summary>The level set for a subject; null when it follows the global one.</summary>
    public async Task<CompatibilityLevel?> FindLevelAsync(string subject, CancellationToken cancellation)
    {
        var answer = await transport.TryGetAsync<Level>($"config/{Escape(subject)}", [NoSubjectLevel, SubjectUnknown], cancellation).ConfigureAwait(false);
        return CompatibilityLevels.Parse(answer?.Name);
    }

    public async Task SetLevelAsync(string subject, CompatibilityLevel level, CancellationToken cancellation) =>
        await transport.PutAsync<LevelChange>($"config/{Escape(subject)}", new LevelChange(CompatibilityLevels.NameOf(level)), cancellation).ConfigureAwait(false);

    /// <summary>Names of all subjects that have a version.</summary>
    public async Task<IReadOnlyList<string>> SubjectsAsync(CancellationToken cancellation) =>
        await transport.TryGetAsync<List<string>>("subjects", [], cancellation).ConfigureAwait(false) ?? [];

    public void Dispose() => transport.Dispose();

    private async Task<AvroSchema> ParseAsync(SchemaText found, CancellationToken cancellation)
    {
        var texts = new List<string>();
        await CollectAsync(found.References, texts, [], cancellation).ConfigureAwait(false);
        return AvroSchema.Parse(found.Schema, texts);
    }

    /// <summary>The texts referred to, inner ones first, each once.</summary>
    private async Task CollectAsync(IReadOnlyList<Reference>? references, List<string> texts, HashSet<(string, int)> seen, CancellationToken cancellation)
    {
        foreach (var reference in references ?? [])
        {
            if (!seen.Add((reference.Subject, reference.Version))) continue;
            var path = $"subjects/{Escape(reference.Subject)}/versions/{reference.Version}?deleted=true";
            var found = await transport.TryGetAsync<SchemaText>(path, [], cancellation).ConfigureAwait(false);
            await CollectAsync(found!.References, texts, seen, cancellation).ConfigureAwait(false);
            texts.Add(found.Schema);
        }
    }

    private static string Escape(string subject) => Uri.EscapeDataString(subject);

    private sealed record SchemaText(
        [property: JsonPropertyName("schema")] string Schema,
        [property: JsonPropertyName("references"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Reference>? References = null);

    private sealed record Reference([property: JsonPropertyName("subject")] string Subject, [property: JsonPropertyName("version")] int Version);

    private sealed record SchemaId([property: JsonPropertyName("id")] int Id);

    private sealed record Level([property: JsonPropertyName("compatibilityLevel")] string? Name);

    private sealed record LevelChange([property: JsonPropertyName("compatibility")] string Compatibility);
}
