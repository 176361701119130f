using System.Globalization;
using System.Text;

namespace Engage.Channels.Smtp;

/// <summary>Writes a mail in 7-bit ASCII with CRLF line ends: encoded words in headers (RFC 2047), quoted-printable bodies (RFC 2045).</summary>
internal static class MimeWriter
{
    /// <exception cref="ArgumentException">A header value holds CR, LF or another control character.</exception>
    public static byte[] Write(OutboundMessage message, EmailAddress sender, EmailAddress recipient, SmtpOptions options)
    {
        var mail = new StringBuilder();
        Header(mail, "Message-ID", MessageId(message, sender));
        Header(mail, "Date", message.FirstAttemptAt.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture));
        Header(mail, "From", sender.DisplayName.Length == 0 ? sender.Address : $"{Phrase(sender.DisplayName)} <{sender.Address}>");
        Header(mail, "To", recipient.Address);
        Header(mail, "Subject", EncodedWords.Encode(OneLine("Subject", message.Subject ?? "")));
        Header(mail, "Auto-Submitted", "auto-generated");
        Header(mail, "X-Delivery-Id", message.DeliveryId);
        Header(mail, "X-Player-Id", EncodedWords.Encode(OneLine("X-Player-Id", message.PlayerId)));
        if (message.Audience == Audience.Player && options.UnsubscribeLink is { } link)
        {
            Header(mail, "List-Unsubscribe", $"<{link.Replace("*", message.DeliveryId, StringComparison.Ordinal)}>");
            Header(mail, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        Header(mail, "MIME-Version", "1.0");
        WriteBody(mail, message);
        return Encoding.ASCII.GetBytes(mail.ToString());
    }

    /// <summary>The same for every attempt, so that receivers can tell a repeated mail.</summary>
    public static string MessageId(OutboundMessage message, EmailAddress sender) => $"<{message.DeliveryId}@{sender.Domain}>";

    private static void WriteBody(StringBuilder mail, OutboundMessage message)
    {
        if (message.Html is not { } html)
        {
            Part(mail, "text/plain", message.Text);
            return;
        }

        // Quoted-printable never writes "=_", so the boundary cannot occur in a part (RFC 2045 §6.7).
        var boundary = $"=_{message.DeliveryId}";
        Header(mail, "Content-Type", $"multipart/alternative; boundary=\"{boundary}\"");
        mail.Append("\r\n");
        if (message.Text.Length > 0)
        {
            mail.Append("--").Append(boundary).Append("\r\n");
            Part(mail, "text/plain", message.Text);
        }

        mail.Append("--").Append(boundary).Append("\r\n");
        Part(mail, "text/html", html);
        mail.Append("--").Append(boundary).Append("--\r\n");
    }

    private static void Part(StringBuilder mail, string mediaType, string text)
    {
        Header(mail, "Content-Type", $"{mediaType}; charset=utf-8");
        Header(mail, "Content-Transfer-Encoding", "quoted-printable");
        mail.Append("\r\n");
        QuotedPrintable.Append(mail, text);
    }

    private static string Phrase(string name) => name.All(character => char.IsAsciiLetterOrDigit(character) || character == ' ') ? name : EncodedWords.Encode(name, EncodedWordUse.Phrase);

    private static void Header(StringBuilder mail, string name, string value) => mail.Append(name).Append(": ").Append(value).Append("\r\n");

    /// <summary>Refuses what could start a header of its own, here or in a receiver that decodes the words.</summary>
    private static string OneLine(string name, string value) =>
        value.Any(char.IsControl) ? throw new ArgumentException($"The header {name} holds a control character.", nameof(value)) : value;
}
