using Engage.SegmentMaterializer.Domain.Dedupe;

namespace Engage.SegmentMaterializer.Tests.Domain.Dedupe;

/// <summary>Semantics 18: a reversal takes back at most what is still open of its original.</summary>
public sealed class Reversals
{
    private static readonly Dictionary<string, decimal> NothingNamed = [];

    private static readonly DedupeEntry Bet = DedupeEntries.Bet(1, amount: 90m) with { FurtherMoney = [new("bonus", OpenMoney.Whole(10m))] };

    [Fact]
    public void Rule_18_without_an_amount_it_takes_everything_further_money_included()
    {
        var reversal = Reversal.Of(Bet, amount: null, NothingNamed)!;

        Assert.Equal(90m, reversal.Taken);
        Assert.Equal([new("bonus", 10m)], reversal.TakenFurther);
        Assert.True(reversal.Remaining.WhollyReversed);
    }

    [Fact]
    public void Rule_18_a_partial_one_takes_what_it_names()
    {
        var reversal = Reversal.Of(Bet, amount: 40m, new Dictionary<string, decimal> { ["bonus"] = 3m })!;

        Assert.Equal(40m, reversal.Taken);
        Assert.Equal([new("bonus", 3m)], reversal.TakenFurther);
        Assert.False(reversal.Remaining.WhollyReversed);
        Assert.Equal(50m, reversal.Remaining.Amount!.Value.Open);
    }

    [Fact]
    public void Rule_18_what_was_taken_cannot_be_taken_again()
    {
        var first = Reversal.Of(Bet, amount: 40m, NothingNamed)!;
        var second = Reversal.Of(first.Remaining, amount: 70m, NothingNamed)!;

        Assert.Equal(50m, second.Taken);
        Assert.Equal([new("bonus", 10m)], second.TakenFurther);
        Assert.True(second.Remaining.WhollyReversed);
        Assert.Null(Reversal.Of(second.Remaining, amount: null, NothingNamed));
    }

    [Fact]
    public void Rule_18_an_event_without_money_is_reversed_wholly_once()
    {
        var login = DedupeEntries.Bet(2) with { Amount = null };

        var reversal = Reversal.Of(login, amount: null, NothingNamed)!;

        Assert.Null(reversal.Taken);
        Assert.True(reversal.Remaining.WhollyReversed);
        Assert.Null(Reversal.Of(reversal.Remaining, amount: null, NothingNamed));
    }

    [Fact]
    public void A_reversal_cannot_be_reversed() => Assert.Null(Reversal.Of(Bet with { Reversal = true }, amount: null, NothingNamed));
}
