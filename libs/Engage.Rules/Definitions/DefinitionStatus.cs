namespace Engage.Rules.Definitions;

/// <summary>Where a definition stands: <c>draft → active ⇄ paused → archived</c>; archived is final.</summary>
public enum DefinitionStatus
{
    Draft,
    Active,
    Paused,
    Archived,
}
