using System.Globalization;
using System.Text.Json.Nodes;

namespace Engage.Sandbox.Platform;

/// <summary>The emulated platform's books: balances, grants, and the answers kept per idempotency key.</summary>
/// <remarks>Safe for concurrent use. A request without a key is applied each time, so that a double credit shows.</remarks>
public sealed class PlatformBook
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Dictionary<string, decimal>> balances = [];
    private readonly Dictionary<string, List<PlatformGrant>> grants = [];
    private readonly Dictionary<string, (string Request, string Answer)> answered = [];

    /// <summary>What the player holds, by wallet; empty for a player never seen.</summary>
    public IReadOnlyDictionary<string, decimal> Balances(string player)
    {
        lock (gate) return new Dictionary<string, decimal>(balances.GetValueOrDefault(player) ?? []);
    }

    /// <summary>What was done for the player, in order.</summary>
    public IReadOnlyList<PlatformGrant> Grants(string player)
    {
        lock (gate) return [.. grants.GetValueOrDefault(player) ?? []];
    }

    /// <summary>Carries an action out, unless its key has been seen.</summary>
    /// <returns>The answer, and whether anything changed; no answer where the key came with another request before.</returns>
    internal (string? Answer, bool Applied) Apply(string? key, JsonObject request, DateTimeOffset now) => Once(key, request, () => Apply(request, now));

    /// <summary>Takes note of a webhook call, unless its key has been seen; answers as <see cref="Apply(string?, JsonObject, DateTimeOffset)"/>.</summary>
    internal (string? Answer, bool Applied) Note(string? key, JsonObject request) => Once(key, request, () => new JsonObject { ["status"] = "noted" });

    private (string? Answer, bool Applied) Once(string? key, JsonObject request, Func<JsonObject> act)
    {
        var text = request.ToJsonString();
        lock (gate)
        {
            if (key is not null && answered.TryGetValue(key, out var earlier))
                return (earlier.Request == text ? earlier.Answer : null, false);

            var answer = act().ToJsonString();
            if (key is not null) answered[key] = (text, answer);
            return (answer, true);
        }
    }

    private JsonObject Apply(JsonObject request, DateTimeOffset now)
    {
        var player = Text(request, "player_id") ?? "";
        var type = Text(request, "type") ?? "";
        var points = Amount(request["points"]);
        var payload = request["payload"] as JsonObject;
        var shortfall = Move(player, type, points ?? 0, Text(payload, "wallet") ?? "default", Text(payload, "allow_negative") == "true");

        if (!grants.TryGetValue(player, out var list)) grants[player] = list = [];
        list.Add(new(Text(request, "action_id") ?? "", type, (int)(Amount(request["times"]) ?? 1), points, payload?.DeepClone(), now));
        var balance = balances.GetValueOrDefault(player)?.GetValueOrDefault(Text(payload, "wallet") ?? "default") ?? 0;
        return new JsonObject { ["status"] = "applied", ["balance"] = balance, ["shortfall"] = shortfall };
    }

    /// <returns>What a deduction could not take.</returns>
    private decimal Move(string player, string type, decimal points, string wallet, bool allowNegative)
    {
        if (type is not ("give_points" or "deduct_points" or "reset_points")) return 0;

        if (!balances.TryGetValue(player, out var wallets)) balances[player] = wallets = [];
        var before = wallets.GetValueOrDefault(wallet);
        var wanted = type switch { "give_points" => before + points, "deduct_points" => before - points, _ => 0 };
        wallets[wallet] = type == "deduct_points" && !allowNegative ? Math.Max(wanted, Math.Min(before, 0)) : wanted;
        return wallets[wallet] - wanted;
    }

    private static string? Text(JsonObject? json, string name) => json?[name]?.ToString();

    private static decimal? Amount(JsonNode? node) =>
        node is not null && decimal.TryParse(node.ToString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var value) ? value : null;
}
