using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>Schemas by id, and what the registry is.</summary>
internal static class SchemaEndpoints
{
    private static readonly string[] Contexts = ["."];
    private static readonly string[] Types = ["AVRO"];

    public static void Map(IEndpointRouteBuilder routes, Registry registry)
    {
        routes.MapGet("/", () => RegistryJson.Answer(new { }));
        routes.MapGet("/contexts", () => RegistryJson.Answer(Contexts));
        routes.MapGet("/schemas/types", () => RegistryJson.Answer(Types));
        routes.MapGet("/schemas", (bool? deleted, bool? latestOnly, string? subjectPrefix, int? offset, int? limit) =>
            RegistryJson.Answer(registry.Read(state => All(state, deleted == true, latestOnly == true, subjectPrefix)
                .Skip(offset ?? 0).Take(limit is null or < 0 ? int.MaxValue : limit.Value).ToList())));
        routes.MapGet("/schemas/ids/{id:int}", (int id) => RegistryJson.Answer(ById(Find(registry, id))));
        routes.MapGet("/schemas/ids/{id:int}/schema", (int id) => Results.Text(Find(registry, id).Text, RegistryJson.ContentType));
        routes.MapGet("/schemas/ids/{id:int}/subjects", (int id, bool? deleted) =>
            RegistryJson.Answer(Uses(registry, id, deleted == true).Select(use => use.Subject).Distinct().ToList()));
        routes.MapGet("/schemas/ids/{id:int}/versions", (int id, bool? deleted) =>
            RegistryJson.Answer(Uses(registry, id, deleted == true).Select(use => new { subject = use.Subject, version = use.Version.Version }).ToList()));
    }

    private static StoredSchema Find(Registry registry, int id) => registry.Read(state => state.FindSchema(id)) ?? throw RegistryException.SchemaNotFound();

    private static object ById(StoredSchema schema) => schema.References.Count > 0
        ? new { schema = schema.Text, references = schema.References }
        : new { schema = schema.Text };

    private static List<(string Subject, SubjectVersion Version)> Uses(Registry registry, int id, bool withDeleted)
    {
        Find(registry, id);
        return registry.Read(state => state.Subjects
            .SelectMany(subject => state.Versions(subject).Select(version => (subject, version)))
            .Where(use => use.version.SchemaId == id && (withDeleted || !use.version.IsDeleted))
            .ToList());
    }

    private static IEnumerable<object> All(RegistryState state, bool withDeleted, bool latestOnly, string? prefix)
    {
        foreach (var subject in state.Subjects.Where(subject => prefix is null or ":*:" || subject.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var versions = state.Versions(subject).Where(version => withDeleted || !version.IsDeleted).ToList();
            foreach (var version in latestOnly ? versions.TakeLast(1) : versions)
            {
                yield return new { subject, version = version.Version, id = version.SchemaId, schema = state.FindSchema(version.SchemaId)!.Text };
            }
        }
    }
}
