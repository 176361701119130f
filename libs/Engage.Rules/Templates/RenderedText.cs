namespace Engage.Rules.Templates;

/// <summary>A filled-in template, or why it could not be.</summary>
/// <param name="Text">Null where it failed.</param>
/// <param name="Failure">A stable code with the path it is about, for example <c>missing_variable:player.first_name</c>; null where it succeeded.</param>
public readonly record struct RenderedText(string? Text, string? Failure);
