using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>Compatibility level and mode, global and by subject.</summary>
internal static class SettingEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Registry registry)
    {
        routes.MapGet("/config", () => Level(registry.Read(state => state.GlobalLevel)));
        routes.MapPut("/config", (HttpRequest request) => PutLevelAsync(registry, null, request));
        routes.MapDelete("/config", () => DeleteGlobalLevel(registry));
        routes.MapGet("/config/{subject}", (SubjectName subject, bool? defaultToGlobal) => Level(
            registry.Read(state => state.SubjectLevel(subject) ?? (defaultToGlobal == true ? state.GlobalLevel : throw RegistryException.NoSubjectCompatibility(subject)))));
        routes.MapPut("/config/{subject}", (SubjectName subject, HttpRequest request) => PutLevelAsync(registry, subject, request));
        routes.MapDelete("/config/{subject}", (SubjectName subject) => DeleteLevel(registry, subject));

        routes.MapGet("/mode", () => Mode(registry.Read(state => state.GlobalMode)));
        routes.MapPut("/mode", (HttpRequest request) => PutModeAsync(registry, null, request));
        routes.MapGet("/mode/{subject}", (SubjectName subject, bool? defaultToGlobal) => Mode(
            registry.Read(state => state.SubjectMode(subject) ?? (defaultToGlobal == true ? state.GlobalMode : throw RegistryException.NoSubjectMode(subject)))));
        routes.MapPut("/mode/{subject}", (SubjectName subject, HttpRequest request) => PutModeAsync(registry, subject, request));
        routes.MapDelete("/mode/{subject}", (SubjectName subject) => DeleteMode(registry, subject));
    }

    private static async Task<IResult> PutLevelAsync(Registry registry, string? subject, HttpRequest request)
    {
        var body = await RegistryJson.ReadAsync<LevelBody>(request).ConfigureAwait(false);
        var level = CompatibilityLevels.Parse(body.Compatibility) ?? throw RegistryException.InvalidCompatibility();
        registry.SetCompatibility(subject, level);
        return RegistryJson.Answer(new LevelBody(CompatibilityLevels.NameOf(level)));
    }

    /// <summary>Answers with the level that was in force.</summary>
    private static IResult DeleteGlobalLevel(Registry registry)
    {
        var level = registry.Read(state => state.GlobalLevel);
        registry.SetCompatibility(null, null);
        return Level(level);
    }

    private static IResult DeleteLevel(Registry registry, string subject)
    {
        var level = registry.Read(state => state.SubjectLevel(subject)) ?? throw RegistryException.NoSubjectCompatibility(subject);
        registry.SetCompatibility(subject, null);
        return Level(level);
    }

    private static async Task<IResult> PutModeAsync(Registry registry, string? subject, HttpRequest request)
    {
        var body = await RegistryJson.ReadAsync<ModeBody>(request).ConfigureAwait(false);
        var mode = RegistryModes.Parse(body.Mode) ?? throw RegistryException.InvalidMode();
        registry.SetMode(subject, mode);
        return Mode(mode);
    }

    private static IResult DeleteMode(Registry registry, string subject)
    {
        var mode = registry.Read(state => state.SubjectMode(subject)) ?? throw RegistryException.NoSubjectMode(subject);
        registry.SetMode(subject, null);
        return Mode(mode);
    }

    private static IResult Level(CompatibilityLevel level) => RegistryJson.Answer(new { compatibilityLevel = CompatibilityLevels.NameOf(level) });

    private static IResult Mode(RegistryMode mode) => RegistryJson.Answer(new ModeBody(RegistryModes.NameOf(mode)));

    private sealed record LevelBody([property: JsonPropertyName("compatibility")] string? Compatibility);

    private sealed record ModeBody([property: JsonPropertyName("mode")] string? Mode);
}
