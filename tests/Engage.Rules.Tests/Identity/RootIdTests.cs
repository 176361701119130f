using Engage.Rules.Identity;

namespace Engage.Rules.Tests.Identity;

public sealed class RootIdTests
{
    [Theory]
    [InlineData("casino-wallet", "bet_1.2~", "casino.bet", "casino-wallet/bet_1.2~/casino.bet")]
    [InlineData("a/b", "c%d", "e f", "a%2Fb/c%25d/e%20f")]
    [InlineData("käse", "#1", "t", "k%C3%A4se/%231/t")]
    [InlineData("💶", "", "t", "%F0%9F%92%B6//t")]
    public void Each_part_is_percent_escaped_and_comes_back(string source, string id, string type, string expected)
    {
        Assert.Equal(expected, RootId.Format(source, id, type));
        Assert.True(RootId.TryParse(expected, out var parsedSource, out var parsedId, out var parsedType));
        Assert.Equal((source, id, type), (parsedSource, parsedId, parsedType));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a/b/c/d")]
    [InlineData("a/b%2/c")]
    [InlineData("a/b%zz/c")]
    [InlineData("a/%FF/c")]
    public void A_text_of_another_shape_is_refused(string text) => Assert.False(RootId.TryParse(text, out _, out _, out _));
}
