namespace Engage.EndToEnd.Tests;

/// <summary>
/// What the rules of the end-to-end test must come to, calculated the plainest way from the file's rows in order. Shares no code with the product.
/// </summary>
internal sealed class Oracle
{
    private readonly HashSet<(string Player, string Id, string Type)> seen = [];
    private readonly Dictionary<(string Player, string Currency), decimal> wagered = [];
    private readonly Dictionary<string, int> bets = [];
    private readonly HashSet<string> welcomed = [];
    private readonly Dictionary<string, (string Country, string Level, string Suppression)> profiles = [];

    /// <summary>Executions (times included) by rule and player.</summary>
    public Dictionary<(string Rule, string Player), long> Executions { get; } = [];

    /// <summary>Points that reach a player, by rule and player: gifts to players who have excluded themselves do not.</summary>
    public Dictionary<(string Rule, string Player), decimal> Points { get; } = [];

    public int Duplicates { get; private set; }

    public void Read(IReadOnlyDictionary<string, string> row)
    {
        var (player, type) = (row["player"], row["type"]);
        if (!seen.Add((player, row["event_id"], type)))
        {
            Duplicates++;
            return;
        }

        switch (type)
        {
            case "player.updated":
                profiles[player] = (row["country"], row["vip_level"], row["suppression"]);
                break;
            case "casino.bet":
                Bet(player, decimal.Parse(row["amount"], System.Globalization.CultureInfo.InvariantCulture), row["currency"]);
                break;
            case "deposit.approved" when welcomed.Add(player):
                Execute("welcome", player, times: 1, points: 50);
                break;
            case "deposit.failed":
                var (country, level, _) = profiles.GetValueOrDefault(player);
                if (country == "NO" && level is "gold" or "platinum" && row["currency"] == "EUR" && decimal.Parse(row["amount"], System.Globalization.CultureInfo.InvariantCulture) >= 100)
                    Execute("norwegian-vip-failed-deposit", player, times: 1, points: 0);
                break;
        }
    }

    private void Bet(string player, decimal stake, string currency)
    {
        bets[player] = bets.GetValueOrDefault(player) + 1;
        if (bets[player] % 7 == 0) Execute("every-seventh-bet", player, times: 1, points: 3);

        var step = currency switch { "EUR" => 10m, "GBP" => 8m, "USD" => 12m, _ => 0m };
        if (step == 0) return;
        var total = wagered.GetValueOrDefault((player, currency)) + stake;
        var whole = (long)(total / step);
        wagered[(player, currency)] = total - whole * step;
        if (whole > 0) Execute("wagering-points", player, whole, points: whole);
    }

    private void Execute(string rule, string player, long times, decimal points)
    {
        Executions[(rule, player)] = Executions.GetValueOrDefault((rule, player)) + times;
        var isSuppressed = profiles.TryGetValue(player, out var profile) && profile.Suppression is not ("" or "none");
        if (points > 0 && !isSuppressed) Points[(rule, player)] = Points.GetValueOrDefault((rule, player)) + points;
    }
}
