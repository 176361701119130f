namespace Engage.Rules.Templates;

/// <summary>What is wrong with a template.</summary>
/// <param name="Offset">Characters from the start of the text.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record TemplateMistake(int Offset, string Message);
