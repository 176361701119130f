using System.Text.Json;
using System.Text.Json.Serialization;
using Engage.Sandbox.Faults;
using Engage.Sandbox.Slack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engage.Sandbox.Admin;

/// <summary>The admin API under <c>/_admin</c>: what was accepted, which faults to inject, and an administrator's acts on the workspace.</summary>
internal static class AdminEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static void Map(IEndpointRouteBuilder routes, EngageSandbox sandbox)
    {
        var admin = routes.MapGroup("/_admin");
        MapLedger(admin, sandbox);
        MapChannels(admin.MapGroup("/slack/channels"), sandbox.Slack);
        MapUsers(admin.MapGroup("/slack/users"), sandbox.Slack);
        admin.MapPost("/slack/token/revoke", () => Done(sandbox.Slack.RevokeToken));
        admin.MapPost("/slack/token/restore", () => Done(sandbox.Slack.RestoreToken));
        admin.MapPost("/twilio/opt-outs/{number}", (string number) => Done(() => sandbox.OptOutOfSms(number)));
        admin.MapDelete("/twilio/opt-outs/{number}", (string number) => Done(() => sandbox.OptIntoSms(number)));
        admin.MapGet("/platform/players/{id}", (string id) =>
            Results.Json(new { player_id = id, balances = sandbox.Platform.Balances(id), grants = sandbox.Platform.Grants(id) }, Json));
    }

    private static void MapLedger(IEndpointRouteBuilder admin, EngageSandbox sandbox)
    {
        admin.MapGet("/ledger", (string? kind, string? recipient, DateTimeOffset? since) => Results.Json(
            sandbox.Ledger.Entries
                .Where(entry => kind is null || entry.Kind.Equals(kind, StringComparison.OrdinalIgnoreCase))
                .Where(entry => recipient is null || Names(recipient, entry.Recipient) || Names(recipient, entry.RecipientNamed))
                .Where(entry => since is null || entry.AcceptedAt >= since),
            Json));
        admin.MapDelete("/ledger", () => Done(sandbox.Ledger.Clear));
        admin.MapGet("/duplicates", () => Results.Json(sandbox.Ledger.Duplicates, Json));
        admin.MapPut("/faults", async (HttpRequest request) =>
        {
            try
            {
                var rules = await JsonSerializer.DeserializeAsync<List<FaultRule>>(request.Body, Json).ConfigureAwait(false);
                if (rules is null || rules.Exists(rule => rule?.Effect is null)) return Results.BadRequest(new { error = "a list of rules is expected, each with an effect" });
                sandbox.Faults.Replace(rules);
                return Results.NoContent();
            }
            catch (JsonException error)
            {
                return Results.BadRequest(new { error = error.Message });
            }
        });
    }

    private static void MapChannels(IEndpointRouteBuilder channels, SlackWorkspace slack)
    {
        channels.MapPost("", (NewChannel channel) =>
            Results.Json(new { id = slack.AddChannel(channel.Name.TrimStart('#'), channel.Private ? ChannelVisibility.Private : ChannelVisibility.Public) }, Json));
        channels.MapPost("/{name}/rename", (string name, NewName rename) => Found(slack.RenameChannel(name, rename.To.TrimStart('#'))));
        channels.MapPost("/{name}/archive", (string name) => Found(slack.ArchiveChannel(name)));
        channels.MapPost("/{name}/unarchive", (string name) => Found(slack.UnarchiveChannel(name)));
        channels.MapPost("/{name}/delete", (string name) => Found(slack.DeleteChannel(name)));
        channels.MapPost("/{name}/kick-bot", (string name) => Found(slack.KickBot(name)));
        channels.MapPost("/{name}/invite-bot", (string name) => Found(slack.InviteBot(name)));
    }

    private static void MapUsers(IEndpointRouteBuilder users, SlackWorkspace slack)
    {
        users.MapPost("", (NewUser user) => Results.Json(new { id = slack.AddUser(user.Name.TrimStart('@'), user.RealName ?? user.Name, user.Email) }, Json));
        users.MapPost("/{name}/rename", (string name, NewName rename) => Found(slack.RenameUser(name, rename.To.TrimStart('@'))));
        users.MapPost("/{name}/deactivate", (string name) => Found(slack.DeactivateUser(name)));
        users.MapPost("/{name}/reactivate", (string name) => Found(slack.ReactivateUser(name)));
    }

    private static bool Names(string asked, string name) => asked.TrimStart('#', '@').Equals(name.TrimStart('#', '@'), StringComparison.OrdinalIgnoreCase);

    private static IResult Found(bool found) => found ? Results.NoContent() : Results.NotFound(new { error = "no such name in the workspace" });

    private static IResult Done(Action act)
    {
        act();
        return Results.NoContent();
    }

    private sealed record NewChannel(string Name, bool Private = false);

    private sealed record NewUser(string Name, [property: JsonPropertyName("real_name")] string? RealName = null, string? Email = null);

    private sealed record NewName(string To);
}
