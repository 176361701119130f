using System.Globalization;

namespace Engage.Cli.Sample;

/// <summary>A made-up player. Phone numbers are from ranges reserved for fiction, addresses from reserved domains.</summary>
internal sealed record SamplePlayer(string Id, string FirstName, string LastName, string Country, string Currency, string Language, string TimeZone, string VipLevel, string? Suppression, bool SmsConsent, bool EmailConsent)
{
    private static readonly (string Country, string Currency, string Language, string TimeZone, string Phone)[] Homes =
    [
        ("NO", "EUR", "no", "Europe/Oslo", "+4799999"),
        ("GB", "GBP", "en", "Europe/London", "+44770090"),
        ("US", "USD", "en", "America/New_York", "+1202555"),
    ];

    private static readonly string[] FirstNames = ["Ada", "Bjørn", "Chloe", "Dag", "Emma", "Finn", "Grace", "Håkon", "Isla", "Jonas", "Kari", "Liam", "Mona", "Noah", "Olivia", "Per"];
    private static readonly string[] LastNames = ["Hansen", "Smith", "Johnson", "Olsen", "Taylor", "Brown", "Larsen", "Miller", "Wilson", "Berg"];
    private static readonly string[] VipLevels = ["bronze", "bronze", "bronze", "silver", "silver", "gold", "platinum"];

    public string Email => $"{Id}@players.example";

    public string Phone => Homes.First(home => home.Country == Country).Phone + (int.Parse(Id.AsSpan(1), CultureInfo.InvariantCulture) % 1000).ToString("D3", CultureInfo.InvariantCulture);

    public static SamplePlayer Make(int number, SeededRandom random)
    {
        var home = random.Of(Homes);
        return new SamplePlayer(
            $"p{number:D5}", random.Of(FirstNames), random.Of(LastNames), home.Country, home.Currency, home.Language, home.TimeZone, random.Of(VipLevels),
            // Most are known to be contactable, few have excluded themselves, and of some nobody has said.
            Suppression: random.Chance(0.02) ? "self_excluded" : random.Chance(0.03) ? null : "none",
            SmsConsent: random.Chance(0.6), EmailConsent: random.Chance(0.8));
    }
}
