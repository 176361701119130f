namespace Engage.Rules.Parsing;

/// <summary>Which fields a condition may test.</summary>
internal enum ConditionScope
{
    /// <summary>A trigger's or qualification's <c>where</c>: the event.</summary>
    Event,

    /// <summary>The <c>where</c> of count, sum, since_last and never: type, source, attributes and amount.</summary>
    CountedEvent,

    /// <summary>Segments and extra conditions: the player.</summary>
    Player,
}
