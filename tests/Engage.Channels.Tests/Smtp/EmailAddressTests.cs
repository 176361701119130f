using Engage.Channels.Smtp;

namespace Engage.Channels.Tests.Smtp;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("vip.norway@casino.example", "vip.norway@casino.example", "")]
    [InlineData("a+b_c'd@Casino.Example", "a+b_c'd@casino.example", "")]
    [InlineData("Casino News <news@casino.example>", "news@casino.example", "Casino News")]
    [InlineData("\"Casino, News\" <news@casino.example>", "news@casino.example", "Casino, News")]
    [InlineData("spiller@spill\u00e6.example", "spiller@xn--spill-wra.example", "")]
    public void An_address_is_taken_with_its_domain_in_ascii(string text, string address, string name)
    {
        Assert.True(EmailAddress.TryParse(text, out var parsed));
        Assert.Equal((address, name), (parsed.Address, parsed.DisplayName));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("@casino.example")]
    [InlineData("a@")]
    [InlineData("a@b")]
    [InlineData("a@-b.example")]
    [InlineData("a@b..example")]
    [InlineData(".a@b.example")]
    [InlineData("a b@c.example")]
    [InlineData("a@b@c.example")]
    [InlineData("a@c.example>\r\nRCPT TO:<x@y.example")]
    [InlineData("a\r\n@c.example")]
    [InlineData("a@c.example\n")]
    [InlineData("<script>@c.example")]
    [InlineData("spiller\u00e6@c.example")]
    public void Anything_that_could_not_be_sent_to_or_break_out_is_refused(string? text) => Assert.False(EmailAddress.TryParse(text, out _));
}
