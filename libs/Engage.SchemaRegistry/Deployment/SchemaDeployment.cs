using Engage.Avro.Wire;
using Engage.SchemaRegistry.Client;

namespace Engage.SchemaRegistry.Deployment;

/// <summary>What <c>engage schemas register</c> and <c>engage schemas check</c> do.</summary>
public static class SchemaDeployment
{
    /// <summary>Sets each subject's level, where it differs, and registers each schema. May be repeated.</summary>
    /// <returns>One entry per subject, in the order given.</returns>
    /// <exception cref="SchemaRegistryException">Code 409: a schema is incompatible with a registered one; those before it stay registered.</exception>
    /// <exception cref="SchemaRegistryUnreachableException">The registry does not answer.</exception>
    public static async Task<IReadOnlyList<SchemaRegistration>> RegisterAsync(SchemaRegistryClient client, string topicPrefix, IEnumerable<ISchemaBound> schemas, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(schemas);
        var registered = new List<SchemaRegistration>();
        foreach (var bound in schemas)
        {
            var subject = SubjectNames.Of(topicPrefix, bound.TopicName);
            var level = SubjectLevels.Of(bound.TopicName);
            if (await client.FindLevelAsync(subject, cancellation).ConfigureAwait(false) != level) await client.SetLevelAsync(subject, level, cancellation).ConfigureAwait(false);

            var before = await client.LookupAsync(subject, bound.Schema, cancellation).ConfigureAwait(false);
            var id = before?.Id ?? await client.RegisterAsync(subject, bound.Schema, cancellation).ConfigureAwait(false);
            registered.Add(new SchemaRegistration(subject, id, WasRegisteredBefore: before is not null));
        }

        return registered;
    }

    /// <summary>Every difference between the registry and what this version needs, as sentences; empty when there is none. Changes nothing.</summary>
    /// <exception cref="SchemaRegistryUnreachableException">The registry does not answer.</exception>
    public static async Task<IReadOnlyList<string>> CheckAsync(SchemaRegistryClient client, string topicPrefix, IEnumerable<ISchemaBound> schemas, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(schemas);
        var differences = new List<string>();
        foreach (var bound in schemas)
        {
            var subject = SubjectNames.Of(topicPrefix, bound.TopicName);
            var level = SubjectLevels.Of(bound.TopicName);
            var actual = await client.FindLevelAsync(subject, cancellation).ConfigureAwait(false);
            if (actual != level) differences.Add($"{subject}: the compatibility level is {(actual is { } set ? CompatibilityLevels.NameOf(set) : "not set")}, it should be {CompatibilityLevels.NameOf(level)}");
            if (await client.LookupAsync(subject, bound.Schema, cancellation).ConfigureAwait(false) is null) differences.Add(await DescribeAsync(client, subject, bound, cancellation).ConfigureAwait(false));
        }

        return differences;
    }

    private static async Task<string> DescribeAsync(SchemaRegistryClient client, string subject, ISchemaBound bound, CancellationToken cancellation)
    {
        var report = await client.CheckAsync(subject, bound.Schema, cancellation).ConfigureAwait(false);
        return report.IsCompatible
            ? $"{subject}: this version's schema is not registered"
            : $"{subject}: this version's schema is not registered and cannot be: {string.Join(" ", report.Messages ?? [])}";
    }
}

/// <summary>A subject whose schema is registered.</summary>
/// <param name="Subject">Topic with prefix, plus "-value".</param>
/// <param name="SchemaId">Its schema's id.</param>
/// <param name="WasRegisteredBefore">False when this call registered it.</param>
public sealed record SchemaRegistration(string Subject, int SchemaId, bool WasRegisteredBefore);
