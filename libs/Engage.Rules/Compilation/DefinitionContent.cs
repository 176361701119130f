using Engage.Rules.Documents;

namespace Engage.Rules.Compilation;

/// <summary>What makes two versions of a definition equal: their canonical text. The status stands beside it, in the record.</summary>
public static class DefinitionContent
{
    /// <summary>The body of a definition's record: canonical JSON of the document without <c>status</c>.</summary>
    public static string BodyOf(MappingNode document) => CanonicalJson.Write(document.Without("status"));
}
