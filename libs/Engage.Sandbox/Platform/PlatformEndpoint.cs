using System.Text.Json;
using System.Text.Json.Nodes;
using Engage.Sandbox.Faults;
using Engage.Sandbox.Http;
using Engage.Sandbox.Ledger;
using Microsoft.AspNetCore.Http;

namespace Engage.Sandbox.Platform;

/// <summary>The operator's platform: <c>actions</c> changes a player's books, <c>webhooks/NAME</c> only takes note.</summary>
internal sealed class PlatformEndpoint(PlatformBook book, DeliveryLedger ledger, FaultPlan faults, SandboxOptions options)
{
    public async Task HandleAsync(HttpContext http, string target)
    {
        if (faults.NextBeforeBody("platform", target) is { } early)
        {
            await FaultAnswer.ApplyAsync(http, early, Refusal).ConfigureAwait(false);
            return;
        }

        var request = await ReadAsync(http.Request).ConfigureAwait(false);
        var player = request?["player_id"]?.ToString();
        var key = http.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } given ? given : null;
        var attempt = ledger.CountAttempt("platform", key);
        if (faults.Next("platform", target, player is null ? [target] : [player, target]) is { } fault)
        {
            if (fault.AcceptsFirst && request is not null) Answer(target, key, request, attempt);
            if (await FaultAnswer.ApplyAsync(http, fault, Refusal).ConfigureAwait(false)) return;
        }

        var (status, body) = Unauthorised(http) ? Error(StatusCodes.Status401Unauthorized, "unauthorized")
            : request is null ? Error(StatusCodes.Status400BadRequest, "invalid_json")
            : Answer(target, key, request, attempt);
        http.Response.StatusCode = status;
        await http.WriteJsonAsync(body).ConfigureAwait(false);
    }

    private (int Status, string Body) Answer(string target, string? key, JsonObject request, int attempt)
    {
        var now = options.Clock.GetUtcNow();
        var player = request["player_id"]?.ToString();
        var isAction = target == "actions";
        if (isAction && string.IsNullOrEmpty(player)) return Error(StatusCodes.Status422UnprocessableEntity, "player_id_missing");

        // Webhooks share the key store, under their own name, so that a repeated call is seen once.
        var (answer, applied) = isAction ? book.Apply(key, request, now) : book.Note(key is null ? null : $"{target}/{key}", request);
        if (answer is null) return Error(StatusCodes.Status422UnprocessableEntity, "idempotency_key_reused");
        if (applied)
        {
            var recipient = isAction ? player! : target["webhooks/".Length..];
            var text = isAction ? request["type"]?.ToString() ?? "" : request.ToJsonString();
            ledger.Accept(new(key ?? $"keyless-{attempt}", "platform", recipient, recipient, player, key, text, now, attempt));
        }

        return (StatusCodes.Status200OK, answer);
    }

    private bool Unauthorised(HttpContext http) =>
        options.PlatformToken is { } token && http.Request.Headers.Authorization.ToString() != $"Bearer {token}";

    private static (int Status, string Body) Refusal(FaultEffect fault) =>
        Error(fault.Status ?? (fault.RetryAfter is null ? 500 : 429), fault.Error ?? "fault");

    private static (int Status, string Body) Error(int status, string error) => (status, new JsonObject { ["error"] = error }.ToJsonString());

    private static async Task<JsonObject?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body).ConfigureAwait(false) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
