namespace Engage.Rules.Templates;

/// <summary>Answers the paths of a template from one execution, its event and its player.</summary>
public interface ITemplateValues
{
    /// <summary>IANA name of the zone in which dates are written: the player's, else the rule's; null or unknown: UTC.</summary>
    string? TimeZone { get; }

    /// <param name="path">For example <c>event.attributes.reason</c>: starts with <c>player.</c>, <c>event.</c>, <c>rule.</c> or <c>execution.</c></param>
    /// <returns>Null where there is nothing.</returns>
    TemplateValue? Find(string path);
}
