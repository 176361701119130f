using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>Subjects and their versions.</summary>
internal static class SubjectEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Registry registry)
    {
        routes.MapGet("/subjects", (bool? deleted, bool? deletedOnly, string? subjectPrefix) =>
            RegistryJson.Answer(registry.Read(state => Subjects(state, new(deleted, deletedOnly), subjectPrefix))));
        routes.MapGet("/subjects/{subject}/versions", (SubjectName subject, bool? deleted, bool? deletedOnly) =>
            RegistryJson.Answer(registry.Read(state => Versions(state, subject, new(deleted, deletedOnly)))));
        routes.MapGet("/subjects/{subject}/versions/{version}", (SubjectName subject, string version, bool? deleted) =>
            RegistryJson.Answer(Describe(registry, subject, registry.Find(subject, version, deleted == true))));
        routes.MapGet("/subjects/{subject}/versions/{version}/schema", (SubjectName subject, string version, bool? deleted) =>
            Results.Text(Describe(registry, subject, registry.Find(subject, version, deleted == true)).schema, RegistryJson.ContentType));
        routes.MapGet("/subjects/{subject}/versions/{version}/referencedby", (SubjectName subject, string version) =>
            RegistryJson.Answer(ReferencedBy(registry, subject, version)));
        routes.MapPost("/subjects/{subject}/versions", async (SubjectName subject, HttpRequest request) =>
            RegistryJson.Answer(Registered(registry.Register(subject, await RegistryJson.ReadSchemaAsync(request).ConfigureAwait(false)))));
        routes.MapPost("/subjects/{subject}", async (SubjectName subject, bool? deleted, HttpRequest request) =>
            RegistryJson.Answer(Describe(registry, subject, registry.Lookup(subject, await RegistryJson.ReadSchemaAsync(request).ConfigureAwait(false), deleted == true))));
        routes.MapDelete("/subjects/{subject}", (SubjectName subject, bool? permanent) =>
            RegistryJson.Answer(registry.DeleteSubject(subject, permanent == true)));
        routes.MapDelete("/subjects/{subject}/versions/{version}", (SubjectName subject, string version, bool? permanent) =>
            RegistryJson.Answer(registry.DeleteVersion(subject, version, permanent == true)));
    }

    private static List<string> Subjects(RegistryState state, DeletedFilter filter, string? prefix) =>
    [
        .. state.Subjects
            .Where(subject => prefix is null or ":*:" || subject.StartsWith(prefix, StringComparison.Ordinal))
            .Where(subject => filter.TakesSubject(state.Versions(subject))),
    ];

    private static List<int> Versions(RegistryState state, string subject, DeletedFilter filter)
    {
        var versions = state.Versions(subject).Where(filter.Takes).Select(version => version.Version).ToList();
        return versions.Count > 0 ? versions : throw RegistryException.SubjectNotFound(subject);
    }

    private static IReadOnlyList<int> ReferencedBy(Registry registry, string subject, string versionText)
    {
        var version = registry.Find(subject, versionText, withDeleted: true);
        return registry.Read(state => state.ReferencedBy(subject, version.Version));
    }

    private static object Registered(SubjectVersion version) => new { id = version.SchemaId, version = version.Version };

    private static VersionBody Describe(Registry registry, string subject, SubjectVersion version)
    {
        var schema = registry.Read(state => state.FindSchema(version.SchemaId)!);
        return new VersionBody(subject, version.SchemaId, version.Version, schema.Text, schema.References.Count > 0 ? schema.References : null);
    }

    /// <summary>Which of the soft-deleted versions a request wants to see.</summary>
    private readonly record struct DeletedFilter(bool? Deleted, bool? DeletedOnly)
    {
        public bool Takes(SubjectVersion version) => DeletedOnly == true ? version.IsDeleted : Deleted == true || !version.IsDeleted;

        /// <summary>A subject counts as deleted when nothing of it is left.</summary>
        public bool TakesSubject(IReadOnlyList<SubjectVersion> versions)
        {
            var isDeleted = versions.All(version => version.IsDeleted);
            return DeletedOnly == true ? isDeleted : Deleted == true || !isDeleted;
        }
    }

#pragma warning disable IDE1006 // Member names are those of the API.
    private sealed record VersionBody(string subject, int id, int version, string schema, IReadOnlyList<SchemaReference>? references);
#pragma warning restore IDE1006
}
