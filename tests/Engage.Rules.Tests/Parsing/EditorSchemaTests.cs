using System.Runtime.CompilerServices;
using System.Text.Json;
using Engage.Rules.Definitions;
using Engage.Rules.Parsing;

namespace Engage.Rules.Tests.Parsing;

/// <summary>The schema that editors use names what the parser knows, no more and no less.</summary>
public sealed class EditorSchemaTests
{
    private static readonly JsonElement Definitions = Read().GetProperty("$defs");

    [Fact]
    public void Every_kind_of_document_has_its_schema() =>
        Assert.Equal(
            Enum.GetValues<DefinitionKind>().Select(kind => "#/$defs/" + DefinitionNames.TextOf(kind)).Order(StringComparer.Ordinal),
            Read().GetProperty("oneOf").EnumerateArray().Select(kind => kind.GetProperty("$ref").GetString()!).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_action_has_its_schema() => Assert.Equal(ActionParser.Types.Order(StringComparer.Ordinal), Keys("action"));

    [Fact]
    public void Comparisons_have_the_operators_of_their_type()
    {
        Assert.Equal(OperatorsOf(ComparedType.Any), OperatorKeys("comparison"));
        Assert.Equal(OperatorsOf(ComparedType.Text), OperatorKeys("text_comparison").Except(["exists"]));
        Assert.Equal(OperatorsOf(ComparedType.Money).Append("currency").Order(StringComparer.Ordinal), OperatorKeys("money_comparison"));
    }

    private static IEnumerable<string> OperatorsOf(ComparedType type) => ComparisonParser.OperatorNames(type).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Keys(string definition) => KeysOf(Definitions.GetProperty(definition));

    private static IEnumerable<string> OperatorKeys(string definition) => KeysOf(Definitions.GetProperty(definition).GetProperty("anyOf")[1]);

    private static IEnumerable<string> KeysOf(JsonElement schema) =>
        schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal);

    private static JsonElement Read([CallerFilePath] string thisFile = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "schemas", "definitions.schema.json");
        return JsonDocument.Parse(File.ReadAllText(path)).RootElement;
    }
}
