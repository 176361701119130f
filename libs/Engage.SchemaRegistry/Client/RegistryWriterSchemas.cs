using System.Collections.Concurrent;
using Engage.Avro.Binary;
using Engage.Avro.Resolution;
using Engage.Avro.Schemas;
using Engage.Avro.Wire;

namespace Engage.SchemaRegistry.Client;

/// <summary>Answers for schema ids that a worker meets in values, from the registry. Thread-safe.</summary>
/// <remarks>
/// An id is fetched in the background while the caller waits for at most <see cref="WaitMax"/>; after that the answer is "ask again later". An id that the registry does not
/// know is asked for again during <see cref="GraceFor"/>, since a replica may lag behind the producer. Both cost time at the head of a partition, so records with made-up ids
/// can claim grace only <see cref="GracesPerMinuteMax"/> times a minute and <see cref="LookupsPerSecond"/> requests a second (<see cref="LookupBurstMax"/> at once); beyond that
/// an unknown id is unreadable at once.
/// </remarks>
/// <param name="client">The registry.</param>
/// <param name="time">Clock of grace and counting.</param>
public sealed class RegistryWriterSchemas(SchemaRegistryClient client, TimeProvider time) : IWriterSchemas
{
    public const int GracesPerMinuteMax = 5;

    public const int LookupsPerSecond = 5;

    /// <summary>A worker that starts may meet the schemas of all its producers at once.</summary>
    public const int LookupBurstMax = 50;

    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan GraceFor = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<int, Task<AvroSchema?>> fetches = new();
    private readonly ConcurrentDictionary<(int SchemaId, AvroSchema Reader), WriterSchemaAnswer> answers = new();
    private readonly Lock gate = new();
    private readonly Dictionary<int, long> graces = [];
    private double lookups = LookupBurstMax;
    private long lookupsAt = time.GetTimestamp();

    /// <inheritdoc/>
    public WriterSchemaAnswer Ask(int schemaId, AvroSchema reader)
    {
        if (answers.TryGetValue((schemaId, reader), out var known)) return known;

        if (!client.IsKnown(schemaId) && !fetches.ContainsKey(schemaId) && !TryTakeLookup())
        {
            return new(WriterSchemaKind.Unreadable, Reason: $"schema id {schemaId} is one of too many unknown ones at a time");
        }

        var fetch = fetches.GetOrAdd(schemaId, Fetch);
        try
        {
            // A stream thread has nothing else to do until it can read this record; the fetch runs on the pool.
            if (!fetch.Wait(WaitMax)) return new(WriterSchemaKind.Unreachable, Reason: $"the schema registry has not answered for schema id {schemaId} yet");
        }
        catch (AggregateException failure)
        {
            fetches.TryRemove(new(schemaId, fetch));
            return Failed(schemaId, failure.InnerException!);
        }

        fetches.TryRemove(new(schemaId, fetch));
        return fetch.Result is { } writer ? Remember(schemaId, reader, writer) : Unknown(schemaId);
    }

    private Task<AvroSchema?> Fetch(int schemaId) => Task.Run(() => client.FindByIdAsync(schemaId, CancellationToken.None));

    private WriterSchemaAnswer Remember(int schemaId, AvroSchema reader, AvroSchema writer) =>
        answers.GetOrAdd((schemaId, reader), Compare(schemaId, reader, writer));

    private static WriterSchemaAnswer Compare(int schemaId, AvroSchema reader, AvroSchema writer)
    {
        // Topics have limits of their own, which hold when the translated payload is read; the widest ones are right here.
        if (!PayloadTranslation.TryCreate(writer, reader, out var translation, out var reason, AvroLimits.Envelope))
        {
            return new(WriterSchemaKind.Unreadable, Reason: $"schema id {schemaId} cannot be read: {reason}");
        }

        return PayloadTranslation.AreSame(writer, reader) ? new(WriterSchemaKind.Same) : new(WriterSchemaKind.Translate, translation);
    }

    /// <summary>Not remembered: what the registry refuses today (a login, a missing right) may be granted tomorrow.</summary>
    private static WriterSchemaAnswer Failed(int schemaId, Exception failure) => failure switch
    {
        SchemaRegistryUnreachableException or SchemaRegistryException => new(WriterSchemaKind.Unreachable, Reason: failure.Message),
        AvroSchemaException => new(WriterSchemaKind.Unreadable, Reason: $"schema id {schemaId} is no Avro schema: {failure.Message}"),
        _ => throw new InvalidOperationException($"Fetching schema id {schemaId} failed.", failure),
    };

    private WriterSchemaAnswer Unknown(int schemaId)
    {
        if (!IsInGrace(schemaId)) return new(WriterSchemaKind.Unreadable, Reason: $"the schema registry knows no schema id {schemaId}");
        client.ForgetUnknown(schemaId);
        return new(WriterSchemaKind.Unreachable, Reason: $"the schema registry does not know schema id {schemaId} yet");
    }

    private bool TryTakeLookup()
    {
        lock (gate)
        {
            lookups = Math.Min(LookupBurstMax, lookups + (time.GetElapsedTime(lookupsAt).TotalSeconds * LookupsPerSecond));
            lookupsAt = time.GetTimestamp();
            if (lookups < 1) return false;
            lookups--;
            return true;
        }
    }

    private bool IsInGrace(int schemaId)
    {
        lock (gate)
        {
            foreach (var (id, since) in graces)
            {
                if (time.GetElapsedTime(since) >= Minute) graces.Remove(id);
            }

            if (graces.TryGetValue(schemaId, out var started)) return time.GetElapsedTime(started) < GraceFor;
            if (graces.Count >= GracesPerMinuteMax) return false;
            graces.Add(schemaId, time.GetTimestamp());
            return true;
        }
    }
}
