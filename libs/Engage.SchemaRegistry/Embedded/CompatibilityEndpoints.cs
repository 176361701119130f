using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>Checks of a schema that is not registered yet.</summary>
internal static class CompatibilityEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Registry registry)
    {
        routes.MapPost("/compatibility/subjects/{subject}/versions/{version}", (SubjectName subject, string version, bool? verbose, HttpRequest request) =>
            CheckAsync(registry, subject, version, verbose == true, request));
        routes.MapPost("/compatibility/subjects/{subject}/versions", (SubjectName subject, bool? verbose, HttpRequest request) =>
            CheckAsync(registry, subject, null, verbose == true, request));
    }

    private static async Task<IResult> CheckAsync(Registry registry, string subject, string? version, bool verbose, HttpRequest request)
    {
        var candidate = await RegistryJson.ReadSchemaAsync(request).ConfigureAwait(false);
        var reasons = registry.CheckCompatibility(subject, version, candidate);
        return verbose
            ? RegistryJson.Answer(new { is_compatible = reasons.Count == 0, messages = reasons })
            : RegistryJson.Answer(new { is_compatible = reasons.Count == 0 });
    }
}
