using Engage.Channels.Smtp;

namespace Engage.Channels.Tests.Smtp;

public sealed class SmtpReplyTests
{
    [Theory]
    [InlineData("250 2.0.0 OK", 250, "2.0.0", "OK")]
    [InlineData("550 5.1.10 null MX", 550, "5.1.10", "null MX")]
    [InlineData("354 go on", 354, "", "go on")]
    [InlineData("250", 250, "", "")]
    [InlineData("250 2.0.0", 250, "2.0.0", "")]
    [InlineData("220 5 apples", 220, "", "5 apples")]
    public void A_line_is_split_into_codes_and_text(string line, int code, string enhanced, string text) =>
        Assert.Equal(new SmtpReply(code, enhanced, text), SmtpReply.Parse([line]));

    [Fact]
    public void Several_lines_are_one_reply() =>
        Assert.Equal(new SmtpReply(550, "5.7.1", "first\nsecond"), SmtpReply.Parse(["550-5.7.1 first", "550 5.7.1 second"]));

    [Theory]
    [InlineData("")]
    [InlineData("OK")]
    [InlineData("99 x")]
    [InlineData("2500 x")]
    [InlineData("HTTP/1.1 400")]
    public void Anything_else_is_no_reply(string line) => Assert.Null(SmtpReply.Parse([line]));
}
