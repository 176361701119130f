using System.Globalization;

namespace Engage.Cli.Sample;

/// <summary>
/// Writes a sample as CSV: players' profiles, then their logins, deposits, bets and wins, in order of arrival. A function of its options.
/// </summary>
/// <remarks>
/// Heavy-tailed like real play: few players place most bets (Zipf 1.1) and few stakes are most of the money (Pareto 1.2); some events come twice, some late.
/// </remarks>
internal sealed class SampleGenerator(SampleOptions options)
{
    public const string Header =
        "event_id,type,player,occurred_at,amount,bonus_stake,currency,game,multiplier,method,reason,first_name,last_name,email,phone,country,language,time_zone,wallet_currency,vip_level,consent_sms,consent_email,suppression";

    /// <summary>Share of wins that are jackpots; the few on high stakes are worth a message.</summary>
    private const double JackpotShare = 0.01;

    private static readonly string[] Games = ["book-of-fjords", "crash", "lucky-harbour", "roulette", "blackjack"];
    private static readonly string[] Methods = ["card", "bank", "wallet"];
    private static readonly string[] Reasons = ["insufficient_funds", "card_expired", "limit_reached"];

    private readonly SeededRandom random = new(options.Seed);
    private readonly List<Line> lines = [];
    private int nextId = 1;

    private readonly record struct Line(DateTimeOffset ArrivesAt, int Order, string Text);

    public void Write(TextWriter writer)
    {
        var players = Enumerable.Range(1, options.Players).Select(number => SamplePlayer.Make(number, random)).ToArray();
        var popularity = Popularity(players.Length);
        foreach (var player in players) AddProfile(player);
        for (var i = 0; i < options.Events; i++)
        {
            var occurredAt = options.StartsAt + options.Length * ((i + 1.0) / options.Events);
            AddEvent(players[Pick(popularity)], occurredAt);
        }

        writer.Write(Header + "\n");
        foreach (var line in lines.OrderBy(line => line.ArrivesAt).ThenBy(line => line.Order)) writer.Write(line.Text + "\n");
    }

    /// <summary>Cumulative shares of a Zipf distribution with exponent 1.1.</summary>
    private static double[] Popularity(int count)
    {
        var cumulative = new double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++) cumulative[i] = sum += 1 / Math.Pow(i + 1, 1.1);
        for (var i = 0; i < count; i++) cumulative[i] /= sum;
        return cumulative;
    }

    private int Pick(double[] cumulative)
    {
        var found = Array.BinarySearch(cumulative, random.Fraction());
        return Math.Min(found < 0 ? ~found : found, cumulative.Length - 1);
    }

    private void AddProfile(SamplePlayer player) => Add(options.StartsAt, options.StartsAt, "player.updated", player.Id, profile:
        $"{player.FirstName},{player.LastName},{player.Email},{player.Phone},{player.Country},{player.Language},{player.TimeZone},{player.Currency},{player.VipLevel},{Text(player.SmsConsent)},{Text(player.EmailConsent)},{player.Suppression}");

    private void AddEvent(SamplePlayer player, DateTimeOffset occurredAt)
    {
        var arrivesAt = random.Chance(options.Late) ? occurredAt + TimeSpan.FromHours(24) * random.Fraction() : occurredAt;
        switch (random.Fraction())
        {
            case < 0.03:
                Add(arrivesAt, occurredAt, "player.login", player.Id);
                break;
            case < 0.07:
                var failed = random.Chance(0.15);
                // Failed deposits are larger: it is the large ones that hit limits. Important players deposit more.
                var deposit = Math.Min(random.HeavyTailed(failed ? 200 : 20, failed ? 0.8 : 1.1) * (player.VipLevel is "gold" or "platinum" ? 5 : 1), 25_000);
                Add(arrivesAt, occurredAt, failed ? "deposit.failed" : "deposit.approved", player.Id,
                    $"{Money(deposit)},,{player.Currency}", $",,{random.Of(Methods)},{(failed ? random.Of(Reasons) : "")}");
                break;
            default:
                AddBet(player, arrivesAt, occurredAt);
                break;
        }
    }

    private void AddBet(SamplePlayer player, DateTimeOffset arrivesAt, DateTimeOffset occurredAt)
    {
        var stake = Math.Min(random.HeavyTailed(0.5, 1.2), 5_000);
        var bonus = random.Chance(0.1) ? Money(stake * 0.2) : "";
        var game = random.Of(Games);
        Add(arrivesAt, occurredAt, "casino.bet", player.Id, $"{Money(stake)},{bonus},{player.Currency}", $"{game},,,");
        if (!random.Chance(0.35)) return;
        var multiplier = random.Chance(JackpotShare) ? Math.Min(random.HeavyTailed(1_000, 0.9), 50_000) : Math.Min(random.HeavyTailed(1.1, 1.1), 1_000);
        Add(arrivesAt.AddSeconds(2), occurredAt.AddSeconds(2), "casino.win", player.Id, $"{Money(stake * multiplier)},,{player.Currency}",
            $"{game},{multiplier.ToString("F2", CultureInfo.InvariantCulture)},,");
    }

    private void Add(DateTimeOffset arrivesAt, DateTimeOffset occurredAt, string type, string player, string money = ",,", string details = ",,,", string profile = ",,,,,,,,,,,")
    {
        var text = $"e{nextId++:D7},{type},{player},{occurredAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)},{money},{details},{profile}";
        lines.Add(new Line(arrivesAt, lines.Count, text));
        if (random.Chance(options.Duplicates)) lines.Add(new Line(arrivesAt + TimeSpan.FromMinutes(30) * random.Fraction(), lines.Count, text));
    }

    private static string Money(double amount) => amount.ToString("F2", CultureInfo.InvariantCulture);

    private static string Text(bool value) => value ? "true" : "false";
}
