using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;

namespace Engage.Rules.Validation;

/// <summary>A definition as it will stand once the documents are applied.</summary>
/// <param name="Parsed">From a document, or read again from the log for its references.</param>
/// <param name="IsFromDocument">False for what is in force already and in none of the documents.</param>
internal sealed record KnownDefinition(ParsedDefinition Parsed, Definition Definition, DefinitionStatus Status, bool IsFromDocument)
{
    public string Title => $"{DefinitionNames.TextOf(Definition.Kind)} '{Definition.Id}'";

    /// <summary>Where the document names its id; none for what is in force already.</summary>
    public SourcePosition Position => Parsed.Source.Find("id")?.Position ?? Parsed.Source.Position;

    public static KnownDefinition Of(ParsedDefinition document) =>
        new(document, document.Definition!, document.Definition!.Status, IsFromDocument: true);

    public static KnownDefinition Of(DefinitionVersion version) =>
        new(DefinitionParser.Parse(CanonicalJson.Parse(version.Body)), version.Definition, version.Status, IsFromDocument: false);
}
