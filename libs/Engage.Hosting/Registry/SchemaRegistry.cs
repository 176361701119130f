using System.Collections.Concurrent;

using Engage.Avro.Resolution;
using Engage.Avro.Schemas;
using Engage.Avro.Wire;
using Engage.Hosting.Metrics;

namespace Engage.Hosting.Registry;

/// <summary>Looks schemas up and remembers them: a schema for ever, that an id is missing for half a minute, that nobody answered for a second.</summary>
/// <remarks>Ids arrive in records, so look-ups are bounded: what strangers write must not become load on the registry.</remarks>
internal sealed class SchemaRegistry(HttpSchemaRegistry http, SchemaMetrics metrics, TimeProvider time) : ISchemaRegistry
{
    private const int LookupsPerSecondMax = 5;

    private static readonly TimeSpan MissingFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(int Id, AvroSchema Reader), WriterSchemaAnswer> known = new();
    private readonly ConcurrentDictionary<int, long> missingSince = new();
    private readonly Lock gate = new();
    private long windowStart;
    private int lookups;

    public Task<int?> FindIdAsync(string subject, AvroSchema schema, CancellationToken stop) => http.FindIdAsync(subject, schema, stop);

    public async Task<string?> CheckAsync(CancellationToken stop)
    {
        try
        {
            await http.PingAsync(stop).ConfigureAwait(false);
            return null;
        }
        catch (HttpRequestException away)
        {
            return away.Message;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Blocks its task for one request when it meets an id for the first time.</remarks>
    public WriterSchemaAnswer Ask(int schemaId, AvroSchema reader)
    {
        if (known.TryGetValue((schemaId, reader), out var answer)) return metrics.Count(answer, wasKnown: true);
        if (missingSince.TryGetValue(schemaId, out var since) && time.GetElapsedTime(since) < MissingFor) return metrics.Count(Missing(schemaId), wasKnown: true);
        if (!TryTakeLookup()) return new(WriterSchemaKind.Unreachable, Reason: $"schema id {schemaId} waits: at most {LookupsPerSecondMax} look-ups per second");
        return metrics.Count(LookUp(schemaId, reader), wasKnown: false);
    }

    private static WriterSchemaAnswer Missing(int schemaId) => new(WriterSchemaKind.Unreadable, Reason: $"the registry knows no schema id {schemaId}");

    private static WriterSchemaAnswer Compare(int schemaId, string text, AvroSchema reader)
    {
        try
        {
            var writer = AvroSchema.Parse(text);
            if (SchemaText.Write(writer) == SchemaText.Write(reader)) return new(WriterSchemaKind.Same);
            return PayloadTranslation.TryCreate(writer, reader, out var translation, out var reason)
                ? new(WriterSchemaKind.Translate, translation)
                : new(WriterSchemaKind.Unreadable, Reason: $"schema id {schemaId} does not resolve: {reason}");
        }
        catch (AvroSchemaException mistake)
        {
            return new(WriterSchemaKind.Unreadable, Reason: $"schema id {schemaId} cannot be parsed: {mistake.Message}");
        }
    }

    private WriterSchemaAnswer LookUp(int schemaId, AvroSchema reader)
    {
        try
        {
            var text = Task.Run(() => http.ReadTextAsync(schemaId, CancellationToken.None)).GetAwaiter().GetResult();
            if (text is not null) return known[(schemaId, reader)] = Compare(schemaId, text, reader);
            missingSince[schemaId] = time.GetTimestamp();
            return Missing(schemaId);
        }
        catch (HttpRequestException away)
        {
            return new(WriterSchemaKind.Unreachable, Reason: away.Message);
        }
    }

    private bool TryTakeLookup()
    {
        lock (gate)
        {
            if (windowStart == 0 || time.GetElapsedTime(windowStart) >= Window)
            {
                windowStart = time.GetTimestamp();
                lookups = 0;
            }

            return ++lookups <= LookupsPerSecondMax;
        }
    }
}
