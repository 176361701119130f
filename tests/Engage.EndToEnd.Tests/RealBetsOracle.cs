using System.Globalization;

namespace Engage.EndToEnd.Tests;

/// <summary>
/// What the rules of real-bets.yaml must come to, calculated the plainest way from the file's rows in order. Shares no code with the product.
/// </summary>
internal sealed class RealBetsOracle
{
    private static readonly TimeSpan Validity = TimeSpan.FromHours(24);

    private readonly Dictionary<string, Player> players = [];

    /// <summary>Executions (times included) by rule and player.</summary>
    public Dictionary<(string Rule, string Player), long> Executions { get; } = [];

    /// <summary>Points by rule and player.</summary>
    public Dictionary<(string Rule, string Player), decimal> Points { get; } = [];

    public long Events { get; private set; }

    private sealed class Player
    {
        public int Bets { get; set; }

        public decimal Wagered { get; set; }

        public decimal WageredPerCurrency { get; set; }

        public DateTimeOffset? QualifiedAt { get; set; }

        public int QualifiedBets { get; set; }

        public int Iterations { get; set; }

        public bool HasDoubled { get; set; }

        public List<DateTimeOffset> BetTimes { get; } = [];
    }

    /// <summary>Columns: bet_id, game_id, player_id, bet_bits, cashed_out_at, bonus_percent, profit_bits, busted_at, played_at.</summary>
    public void Read(string[] row)
    {
        if (!players.TryGetValue(row[2], out var player)) players[row[2]] = player = new Player();
        var (stake, playedAt) = (Number(row[3]), DateTimeOffset.Parse(row[8], CultureInfo.InvariantCulture));
        Bet(row[2], player, stake, playedAt);
        if (row[6].Length > 0) Win(row[2], player, stake + Number(row[6]), Number(row[4]), playedAt);
    }

    private void Bet(string id, Player player, decimal stake, DateTimeOffset at)
    {
        Events++;
        if (++player.Bets % 100 == 0) Execute("every-hundredth-bet", id, 1, 5);

        player.Wagered += stake;
        var steps = (long)decimal.Floor(player.Wagered / 250m);
        player.Wagered -= steps * 250m;
        Execute("wagered", id, Math.Min(steps, 500), 1);

        player.WageredPerCurrency += stake;
        var perCurrency = (long)decimal.Floor(player.WageredPerCurrency / 3333.33m);
        player.WageredPerCurrency -= perCurrency * 3333.33m;
        Execute("wagered-per-currency", id, Math.Min(perCurrency, 1000), 2);

        if (player.QualifiedAt is { } since && at >= since && at < since + Validity && ++player.QualifiedBets == 5)
        {
            player.QualifiedBets = 0;
            Execute("win-and-play", id, 1, 7);
            if (++player.Iterations == 3) player.QualifiedAt = null;
        }

        player.BetTimes.Add(at);
        if (player.BetTimes.Count(time => time > at - TimeSpan.FromHours(1)) >= 3) Execute("busy-hour", id, 1, 1);
    }

    private void Win(string id, Player player, decimal amount, decimal multiplier, DateTimeOffset at)
    {
        Events++;
        var isHeld = player.QualifiedAt is { } since && at < since + Validity;
        if (amount >= 1000 && !isHeld) (player.QualifiedAt, player.QualifiedBets, player.Iterations) = (at, 0, 0);
        if (multiplier < 2 || player.HasDoubled) return;
        player.HasDoubled = true;
        Execute("first-double", id, 1, 50);
    }

    private void Execute(string rule, string player, long times, decimal points)
    {
        if (times == 0) return;
        Executions[(rule, player)] = Executions.GetValueOrDefault((rule, player)) + times;
        Points[(rule, player)] = Points.GetValueOrDefault((rule, player)) + times * points;
    }

    /// <summary>Some stakes are written as 2e3.</summary>
    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
