using Engage.Sandbox.Ledger;

namespace Engage.Sandbox.Smtp;

/// <summary>What the SMTP sink has taken, and whom it has seen before.</summary>
/// <remarks>Safe for concurrent use.</remarks>
internal sealed class Mailbox(SandboxOptions options, DeliveryLedger ledger)
{
    private readonly Lock gate = new();
    private readonly List<StoredMail> mails = [];
    private readonly Dictionary<(string Sender, string Recipient), DateTimeOffset> firstSeen = [];

    public IReadOnlyList<StoredMail> Mails
    {
        get { lock (gate) return [.. mails]; }
    }

    /// <summary>Whether greylisting makes this pair wait still.</summary>
    public bool MustWait(string sender, string recipient)
    {
        if (options.SmtpGreylisting <= TimeSpan.Zero) return false;
        lock (gate)
        {
            var now = options.Clock.GetUtcNow();
            firstSeen.TryAdd((sender, recipient), now);
            return now - firstSeen[(sender, recipient)] < options.SmtpGreylisting;
        }
    }

    /// <summary>How the message marks its delivery, counted as one more attempt.</summary>
    public (MailText Text, string? Mark, int Attempt) Announce(string raw)
    {
        var text = MailText.Parse(raw);
        var mark = text.Header("X-Delivery-Id") ?? text.Header("Message-ID");
        return (text, mark, ledger.CountAttempt("email", mark));
    }

    public StoredMail Store(string from, IReadOnlyList<string> recipients, string raw, bool secured, (MailText Text, string? Mark, int Attempt) announced)
    {
        StoredMail mail;
        lock (gate)
        {
            mail = new StoredMail($"Q{mails.Count + 1:D6}", from, recipients, raw, secured);
            mails.Add(mail);
        }

        foreach (var recipient in recipients)
        {
            ledger.Accept(new(
                mail.QueueId, "email", recipient, recipient, announced.Text.Header("X-Player-Id"), announced.Mark, announced.Text.Text,
                options.Clock.GetUtcNow(), announced.Attempt));
        }

        return mail;
    }
}
