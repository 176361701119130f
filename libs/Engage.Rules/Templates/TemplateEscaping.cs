namespace Engage.Rules.Templates;

/// <summary>The channel that values are made harmless for; what the author wrote stays as it is.</summary>
public enum TemplateEscaping
{
    /// <summary>SMS and the plain part of an email: no control characters but line breaks and tabs, no direction overrides.</summary>
    PlainText,

    /// <summary>Slack's mrkdwn: also <c>&amp; &lt; &gt;</c>, and no <c>@channel</c>, <c>@here</c>, <c>@everyone</c>.</summary>
    Slack,

    /// <summary>HTML text and quoted attributes.</summary>
    Html,

    /// <summary>A header of a mail: one line.</summary>
    MailHeader,

    /// <summary>The inside of a JSON string: bodies of webhooks.</summary>
    Json,
}
