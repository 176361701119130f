using System.Text;
using Engage.Channels.Smtp;

namespace Engage.Channels.Tests.Smtp;

public sealed class MimeWriterTests
{
    private static readonly SmtpOptions Options = new() { Host = "relay.example", Sender = "Casino Å <news@casino.example>", UnsubscribeLink = "https://casino.example/stop/*" };

    [Fact]
    public void A_plain_mail_is_seven_bit_and_looks_like_this()
    {
        var mail = Write(Messages.To("vip@casino.example", "Ærlig talt = gratis\nlinje to ") with { Subject = "Failed deposit" });

        Assert.Equal(
            """
            Message-ID: <d-1@casino.example>
            Date: Mon, 02 Nov 2026 09:00:00 +0000
            From: =?utf-8?B?Q2FzaW5vIMOF?= <news@casino.example>
            To: vip@casino.example
            Subject: Failed deposit
            Auto-Submitted: auto-generated
            X-Delivery-Id: d-1
            X-Player-Id: p1
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            =C3=86rlig talt =3D gratis
            linje to=20

            """.ReplaceLineEndings("\r\n"), mail);
    }

    [Fact]
    public void Html_comes_after_the_plain_text_as_its_alternative()
    {
        var mail = Write(Messages.To("vip@casino.example", "plain") with { Html = "<b>rich</b>" });

        Assert.Contains("multipart/alternative; boundary=\"=_d-1\"", mail);
        Assert.True(mail.IndexOf("plain\r\n--=_d-1\r\n", StringComparison.Ordinal) < mail.IndexOf("<b>rich</b>\r\n--=_d-1--\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_mail_to_players_can_be_unsubscribed_from()
    {
        var message = Messages.To("vip@casino.example");

        Assert.DoesNotContain("List-Unsubscribe", Write(message));
        Assert.Contains("List-Unsubscribe: <https://casino.example/stop/d-1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", Write(message with { Audience = Audience.Player }));
    }

    [Theory]
    [InlineData("hello\r\nBcc: everybody@casino.example")]
    [InlineData("hello\nworld")]
    [InlineData("hello\rworld")]
    [InlineData("hello\0world")]
    public void A_subject_that_could_start_another_header_is_refused(string subject) =>
        Assert.Throws<ArgumentException>(() => Write(Messages.To("vip@casino.example") with { Subject = subject }));

    [Theory]
    [InlineData("Innskudd feilet på 1000 kr", "=?utf-8?B?SW5uc2t1ZGQgZmVpbGV0IHDDpSAxMDAwIGty?=")]
    [InlineData("=?utf-8?B?QQ==?=", "=?utf-8?B?PT91dGYtOD9CP1FRPT0/PQ==?=")]
    public void A_subject_beyond_plain_ascii_becomes_encoded_words(string subject, string encoded) => Assert.Equal(encoded, EncodedWords.Encode(subject));

    [Fact]
    public void A_long_subject_is_folded_into_words_of_at_most_75_characters_that_split_no_letter()
    {
        var subject = string.Concat(Enumerable.Repeat("🎰ø", 100));

        var words = EncodedWords.Encode(subject).Split("\r\n ");

        Assert.All(words, word => Assert.True(word.Length <= 75));
        Assert.Equal(subject, string.Concat(words.Select(word => new UTF8Encoding(false, true).GetString(Convert.FromBase64String(word["=?utf-8?B?".Length..^2])))));
    }

    [Fact]
    public void No_line_of_a_body_is_longer_than_76_characters_and_none_ends_in_a_blank()
    {
        var text = new StringBuilder();
        QuotedPrintable.Append(text, string.Concat(Enumerable.Repeat("Å åpne et innskudd koster ingenting. ", 50)));

        Assert.All(text.ToString().Split("\r\n"), line => Assert.True(line.Length <= 76 && !line.EndsWith(' ')));
    }

    [Theory]
    [InlineData(".\r\n", "..\r\n")]
    [InlineData("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n")]
    [InlineData("..\r\n", "...\r\n")]
    [InlineData("a.b\r\n", "a.b\r\n")]
    public void A_dot_at_the_start_of_a_line_is_doubled(string message, string stuffed) =>
        Assert.Equal(stuffed, Encoding.ASCII.GetString(DotStuffing.Apply(Encoding.ASCII.GetBytes(message))));

    [Theory]
    [InlineData("a\n.\r\n")]
    [InlineData("a\r.\r\n")]
    [InlineData("a")]
    [InlineData("")]
    public void A_message_with_other_line_ends_is_never_put_on_the_wire(string message) =>
        Assert.Throws<ArgumentException>(() => DotStuffing.Apply(Encoding.ASCII.GetBytes(message)));

    private static string Write(OutboundMessage message)
    {
        Assert.True(EmailAddress.TryParse(Options.Sender, out var sender) & EmailAddress.TryParse(message.Recipient, out var recipient));
        return Encoding.ASCII.GetString(MimeWriter.Write(message, sender!, recipient!, Options));
    }
}
