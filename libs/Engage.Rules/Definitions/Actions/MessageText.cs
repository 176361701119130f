namespace Engage.Rules.Definitions;

/// <summary>Where a message's words come from: a closed hierarchy.</summary>
public abstract record MessageText
{
    private protected MessageText()
    {
    }
}

/// <summary>Written in the rule itself; a template in one language.</summary>
public sealed record InlineText(string Template) : MessageText;

/// <summary><c>{ template: welcome, name: text }</c>: a named text of a template document, in the player's language.</summary>
/// <param name="TextName">Absent in the file: the key it stands under (<c>text</c>, <c>subject</c>, <c>html</c>).</param>
public sealed record TemplateReference(string TemplateId, string TextName) : MessageText;
