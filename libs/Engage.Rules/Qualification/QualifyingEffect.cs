namespace Engage.Rules.Qualification;

/// <summary>What a qualifying event does.</summary>
public enum QualifyingEffect
{
    /// <summary>A new qualification begins, without progress; the event itself is never progress.</summary>
    Begins,

    /// <summary>One is valid already and the rule ignores further ones: ordinary progress where the event is also the trigger.</summary>
    Ignored,

    /// <summary>The event's judge time lies before the qualification held: nothing changes.</summary>
    TooEarly,
}
