using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using Engage.Rules.Facts;
using Engage.Rules.Parsing;

namespace Engage.Rules.Tests.Compilation;

/// <summary>Every operator on every kind of value, the unhappy ones too (semantics 2 and 6; contracts, "Conditions").</summary>
public sealed class EventConditionTests
{
    private static readonly TestEvent Event = new("casino.bet")
    {
        Source = "wallet",
        Amount = 100,
        Currency = "EUR",
        Rate = (11.5m, "NOK"),
        Amounts = { ["bonus"] = 2.5m },
        Attributes =
        {
            ["game"] = "book-of-x",
            ["spins"] = 10L,
            ["multiplier"] = 0.1,
            ["live"] = true,
            ["none"] = null,
            ["nan"] = double.NaN,
            ["huge"] = 1e300,
        },
    };

    public static TheoryData<string, Verdict> Rows => new()
    {
        // Equality: a number with a number, a text with a text, true and false with themselves.
        { """{ "attributes.game": "book-of-x" }""", Verdict.Yes },
        { """{ "attributes.game": { "eq": "Book-of-x" } }""", Verdict.No },
        { """{ "attributes.game": { "ne": "other" } }""", Verdict.Yes },
        { """{ "attributes.spins": 10 }""", Verdict.Yes },
        { """{ "attributes.spins": 10.0 }""", Verdict.Yes },
        { """{ "attributes.multiplier": 0.1 }""", Verdict.Yes },
        { """{ "attributes.live": true }""", Verdict.Yes },
        { """{ "attributes.live": { "ne": true } }""", Verdict.No },
        { """{ "attributes.spins": "10" }""", Verdict.Unknown },
        { """{ "attributes.spins": { "ne": "10" } }""", Verdict.Unknown },
        { """{ "attributes.game": 10 }""", Verdict.Unknown },
        { """{ "attributes.live": "true" }""", Verdict.Unknown },
        { """{ "attributes.spins": true }""", Verdict.Unknown },
        { """{ "attributes.missing": 1 }""", Verdict.Unknown },
        { """{ "attributes.none": 1 }""", Verdict.Unknown },
        { """{ "attributes.nan": { "ne": 1 } }""", Verdict.Unknown },
        { """{ "attributes.huge": { "gt": 1 } }""", Verdict.Unknown },

        // Order: "or more" is inclusive; texts by their bytes.
        { """{ "attributes.spins": { "gt": 10 } }""", Verdict.No },
        { """{ "attributes.spins": { "gte": 10 } }""", Verdict.Yes },
        { """{ "attributes.spins": { "lt": 10 } }""", Verdict.No },
        { """{ "attributes.spins": { "lte": 10 } }""", Verdict.Yes },
        { """{ "attributes.spins": { "gt": 9, "lt": 11 } }""", Verdict.Yes },
        { """{ "attributes.game": { "gt": "book" } }""", Verdict.Yes },
        { """{ "attributes.game": { "lt": "a" } }""", Verdict.No },
        { """{ "attributes.game": { "gt": 5 } }""", Verdict.Unknown },
        { """{ "attributes.live": { "gt": 0 } }""", Verdict.Unknown },
        { """{ "attributes.spins": { "between": [10, 12] } }""", Verdict.Yes },
        { """{ "attributes.spins": { "between": [8, 10] } }""", Verdict.Yes },
        { """{ "attributes.spins": { "between": [11, 12] } }""", Verdict.No },
        { """{ "attributes.spins": { "between": ["a", "b"] } }""", Verdict.Unknown },

        // Lists: one match is enough; an item of another type leaves the answer open.
        { """{ "attributes.game": { "in": ["a", "book-of-x"] } }""", Verdict.Yes },
        { """{ "attributes.game": { "in": ["a", "b"] } }""", Verdict.No },
        { """{ "attributes.game": { "in": ["a", 5] } }""", Verdict.Unknown },
        { """{ "attributes.game": { "in": [5, "book-of-x"] } }""", Verdict.Yes },
        { """{ "attributes.game": { "not_in": ["a", "b"] } }""", Verdict.Yes },
        { """{ "attributes.game": { "not_in": ["a", 5] } }""", Verdict.Unknown },
        { """{ "attributes.missing": { "in": ["a"] } }""", Verdict.Unknown },
        { """{ "attributes.missing": { "not_in": ["a"] } }""", Verdict.Unknown },

        // Texts.
        { """{ "attributes.game": { "starts_with": "book" } }""", Verdict.Yes },
        { """{ "attributes.game": { "starts_with": "Book" } }""", Verdict.No },
        { """{ "attributes.game": { "contains": "-of-" } }""", Verdict.Yes },
        { """{ "attributes.spins": { "starts_with": "1" } }""", Verdict.Unknown },
        { """{ "attributes.spins": { "contains": "1" } }""", Verdict.Unknown },
        { """{ "attributes.missing": { "contains": "1" } }""", Verdict.Unknown },

        // Existence is never unknown.
        { """{ "attributes.game": { "exists": true } }""", Verdict.Yes },
        { """{ "attributes.none": { "exists": true } }""", Verdict.No },
        { """{ "attributes.missing": { "exists": false } }""", Verdict.Yes },
        { """{ "amounts.fee": { "exists": true } }""", Verdict.No },

        // Money: as it is, by the event's own currency, or converted by the event's own rate.
        { """{ "amount": { "gt": 99.99 } }""", Verdict.Yes },
        { """{ "amounts.bonus": { "gte": 2.5 } }""", Verdict.Yes },
        { """{ "amounts.fee": { "gte": 2.5 } }""", Verdict.Unknown },
        { """{ "amount": { "gte": { "EUR": 100, "NOK": 1150 } } }""", Verdict.Yes },
        { """{ "amount": { "gte": { "eur": 100.01 } } }""", Verdict.No },
        { """{ "amount": { "gte": { "NOK": 1 } } }""", Verdict.Unknown },
        { """{ "amount": { "gte": 100, "currency": "EUR" } }""", Verdict.Yes },
        { """{ "amount": { "gte": 1150, "currency": "NOK" } }""", Verdict.Yes },
        { """{ "amount": { "gt": 1150, "currency": "NOK" } }""", Verdict.No },
        { """{ "amount": { "gte": 1, "currency": "SEK" } }""", Verdict.Unknown },
        { """{ "amount": { "in": [1150, 1], "currency": "NOK" } }""", Verdict.Yes },
        { """{ "amount": { "between": [1150, 1150], "currency": "NOK" } }""", Verdict.Yes },
        { """{ "amount": { "between": [{ "EUR": 100 }, { "EUR": 200 }] } }""", Verdict.Yes },
        { """{ "amounts.bonus": { "gte": 28.75, "currency": "NOK" } }""", Verdict.Yes },

        // The rest of the event.
        { """{ "type": "casino.bet" }""", Verdict.Yes },
        { """{ "source": { "in": ["wallet"] } }""", Verdict.Yes },
        { """{ "currency": "eur" }""", Verdict.Yes },
        { """{ "currency": { "starts_with": "E" } }""", Verdict.Yes },
        { """{ "currency": { "not_in": ["SEK", "NOK"] } }""", Verdict.Yes },

        // Groups: unknown neither proves nor refutes.
        { """{ "attributes.spins": 10, "attributes.game": "book-of-x" }""", Verdict.Yes },
        { """{ "attributes.spins": 10, "attributes.missing": 1 }""", Verdict.Unknown },
        { """{ "attributes.spins": 11, "attributes.missing": 1 }""", Verdict.No },
        { """{ "any": [{ "attributes.spins": 10 }, { "attributes.missing": 1 }] }""", Verdict.Yes },
        { """{ "any": [{ "attributes.spins": 11 }, { "attributes.missing": 1 }] }""", Verdict.Unknown },
        { """{ "any": [{ "attributes.spins": 11 }, { "attributes.spins": 12 }] }""", Verdict.No },
        { """{ "not": { "attributes.missing": 1 } }""", Verdict.Unknown },
        { """{ "not": { "attributes.spins": 11 } }""", Verdict.Yes },
        { """{ "not": { "not": { "attributes.spins": 10 } } }""", Verdict.Yes },
        { """{ "all": [{ "any": [{ "attributes.missing": 1 }, { "type": "casino.bet" }] }, { "not": { "currency": "SEK" } }] }""", Verdict.Yes },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_condition_is_judged_in_three_values(string where, Verdict expected)
    {
        var condition = Compile(where);
        Assert.Equal(expected, EventConditions.Evaluate(condition, Event.Facts));
        Assert.Equal(expected == Verdict.Yes, EventConditions.Holds(condition, Event.Facts));
        Assert.Equal(expected, EventConditions.Explain(condition, Event.Facts).Verdict);
    }

    [Fact]
    public void Without_amount_currency_or_rate_money_is_unknown()
    {
        var bare = new TestEvent("casino.bet") { Currency = null };
        Assert.Equal(Verdict.Unknown, EventConditions.Evaluate(Compile("""{ "amount": { "gte": 0 } }"""), bare.Facts));
        Assert.Equal(Verdict.Unknown, EventConditions.Evaluate(Compile("""{ "currency": "EUR" }"""), bare.Facts));
        Assert.Equal(Verdict.Unknown, EventConditions.Evaluate(Compile("""{ "amount": { "gte": { "EUR": 1 } } }"""), (bare with { Amount = 5 }).Facts));
        Assert.Equal(Verdict.Unknown, EventConditions.Evaluate(Compile("""{ "amount": { "gte": 1, "currency": "EUR" } }"""), (bare with { Amount = 5 }).Facts));
        Assert.Equal(Verdict.Yes, EventConditions.Evaluate(Compile("""{ "amount": { "gte": 1 } }"""), (bare with { Amount = 5 }).Facts));
    }

    [Theory]
    [InlineData("0.33333333", "3", "0.99999999", 0)]
    [InlineData("12345678901234567890.12345678", "1.00000001", "12345678901234567890.12345678", 1)]
    [InlineData("99999999999999999999.99999999", "99999999999999999999.99999999", "99999999999999999999.99999999", 1)]
    [InlineData("0.00000001", "0.00000001", "0.00000001", -1)]
    [InlineData("0.00000001", "0.00000001", "0", 1)]
    [InlineData("0", "5", "0", 0)]
    [InlineData("0", "5", "0.1", -1)]
    [InlineData("1", "5", "-1", 1)]
    [InlineData("86.95652174", "11.5", "1000", 1)]
    [InlineData("86.95652173", "11.5", "1000", -1)]
    public void A_product_is_compared_unrounded(string amount, string rate, string threshold, int sign)
    {
        var compared = ExactProduct.Compare(Number(amount), Number(rate), Number(threshold));
        Assert.Equal(sign, Math.Sign(compared));
    }

    [Fact]
    public void Products_agree_with_whole_numbers_of_any_size()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var (amount, rate) = (Draw(random), Draw(random));
            var exact = Scaled(amount) * Scaled(rate);
            var threshold = random.Next(3) == 0 ? Draw(random) : decimal.Round(Clamp(amount, rate), random.Next(9));
            var expected = exact.CompareTo(Scaled(threshold) * 100_000_000);
            Assert.True(Math.Sign(expected) == Math.Sign(ExactProduct.Compare(amount, rate, threshold)), $"seed {seed}: {amount} × {rate} against {threshold}");
        }
    }

    [Fact]
    public void An_explanation_shows_every_part_with_the_value_found_and_names_the_culprit()
    {
        var explanation = EventConditions.Explain(
            Compile("""{ "amount": { "gte": 2000, "currency": "NOK" }, "not": { "attributes.game": "book-of-x" } }"""), Event.Facts);
        Assert.Equal(
            ["amount gte 2000 NOK: No (actual: 100 × 11.5)", "not: No"],
            explanation.Parts.Select(part => part.ToString()));
        Assert.Equal("amount gte 2000 NOK: No (actual: 100 × 11.5)", explanation.Culprit!.ToString());
        Assert.Equal("attributes.game eq 'book-of-x': Yes (actual: 'book-of-x')", explanation.Parts[1].Culprit!.ToString());
    }

    [Fact]
    public void Judging_allocates_nothing()
    {
        var condition = Compile("""
            {
              "amount": { "gte": 1, "currency": "NOK" }, "amounts.bonus": { "gte": { "EUR": 1 } }, "currency": { "in": ["SEK", "EUR"] },
              "attributes.multiplier": { "between": [0.05, 0.2] },
              "any": [{ "attributes.game": { "contains": "zzz" } }, { "not": { "attributes.spins": { "gt": 50 } } }]
            }
            """);
        var facts = Event.Facts;
        Assert.True(EventConditions.Holds(condition, facts));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var held = 0;
        for (var i = 0; i < 1_000; i++) held += EventConditions.Holds(condition, facts) ? 1 : 0;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_000, held);
    }

    private static CompiledCondition Compile(string where)
    {
        var context = new ParseContext();
        var condition = ConditionParser.Parse(CanonicalJson.Parse(where), "where", ConditionScope.Event, context);
        Assert.DoesNotContain(context.Mistakes, mistake => mistake.IsError);
        return CompiledCondition.OfEvent(Assert.IsAssignableFrom<Condition>(condition));
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static decimal Draw(Random random) => decimal.Round((decimal)(random.NextDouble() * Math.Pow(10, random.Next(-6, 12))), 8) + 0.00000001m;

    private static decimal Clamp(decimal amount, decimal rate) => Math.Min((decimal)((double)amount * (double)rate), 99_999_999_999_999_999_999m);

    private static System.Numerics.BigInteger Scaled(decimal value) => new System.Numerics.BigInteger(decimal.Truncate(value)) * 100_000_000 + new System.Numerics.BigInteger((value - decimal.Truncate(value)) * 100_000_000);
}
