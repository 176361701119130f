extern alias generator;

using System.Collections.Immutable;
using generator::Engage.Avro.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Engage.Avro.Tests;

/// <summary>What the build says about schemas that cannot become C#, and that it says it at build time.</summary>
public sealed class Generator
{
    [Theory]
    [InlineData("{", "EAVRO001", "schema is not JSON")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"nothing"}]}""", "EAVRO001", "not known here")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":["int","string"]}]}""", "EAVRO002", "R.a: a union is either null and one other type")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"null"}]}""", "EAVRO002", "Null alone")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"bytes","logicalType":"decimal","precision":38}}]}""", "EAVRO002", "38 digits")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a_b","type":"int"},{"name":"aB","type":"int"}]}""", "EAVRO002", "property AB")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"id","type":"int"},{"name":"raw_id","type":"int"}]}""", "EAVRO002", "property RawId")]
    [InlineData("\"int\"", "EAVRO003", "a record")]
    public void A_schema_without_a_csharp_form_fails_the_build_with_a_reason(string schema, string id, string complaint)
    {
        var mistake = Assert.Single(Run("Records+Codecs", schema).Diagnostics);

        Assert.Equal(id, mistake.Id);
        Assert.Equal(DiagnosticSeverity.Error, mistake.Severity);
        Assert.Contains(complaint, mistake.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_may_share_a_type_but_not_disagree_on_it()
    {
        const string one = """{"type":"record","name":"n.One","fields":[{"name":"m","type":{"type":"record","name":"Money","fields":[{"name":"x","type":"int"}]}}]}""";
        const string same = """{"type":"record","name":"n.Two","fields":[{"name":"m","type":{"type":"record","name":"Money","fields":[{"name":"x","type":"int"}]}}]}""";
        const string other = """{"type":"record","name":"n.Two","fields":[{"name":"m","type":{"type":"record","name":"Money","fields":[{"name":"x","type":"long"}]}}]}""";
        const string twin = """{"type":"record","name":"p.One","fields":[]}""";

        Assert.Empty(Run("Records", one, same).Diagnostics);
        Assert.Contains("defined differently", Assert.Single(Run("Records", one, other).Diagnostics).GetMessage(), StringComparison.Ordinal);
        Assert.Contains("both become the C# type One", Assert.Single(Run("Records", one, twin).Diagnostics).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_mode_generates_its_own_files_and_no_mode_none()
    {
        const string schema = """{"type":"record","name":"n.R","fields":[{"name":"a","type":"int"}]}""";

        Assert.Equal(["n.R.g.cs", "RecordEquality.g.cs"], Files(Run("Records", schema)));
        Assert.Equal(["n.R.Codec.g.cs", "n.R.Fields.g.cs", "n.R.View.g.cs", "AvroShapes.g.cs"], Files(Run("Codecs", schema)));
        Assert.Empty(Files(Run("", schema)));
    }

    [Theory]
    [InlineData("player_id", "PlayerId")]
    [InlineData("occurredAt", "OccurredAt")]
    [InlineData("VIP_LEVEL", "VipLevel")]
    [InlineData("r", "RValue")]
    [InlineData("equals", "EqualsValue")]
    [InlineData("_1st", "_1st")]
    public void Names_become_pascal_case_and_step_aside_for_what_csharp_reserves(string field, string property)
    {
        var result = Run("Records", $$"""{"type":"record","name":"R","fields":[{"name":"{{field}}","type":"int"}]}""");

        Assert.Contains($"public required int {property} {{", result.GeneratedSources[0].SourceText.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Files(GeneratorRunResult result) => result.GeneratedSources.Select(source => source.HintName);

    private static GeneratorRunResult Run(string mode, params string[] schemas)
    {
        var files = schemas.Select((schema, index) => (AdditionalText)new SchemaText($"/schemas/{index}.avsc", schema));
        var driver = CSharpGeneratorDriver.Create([new AvroGenerator().AsSourceGenerator()], files, optionsProvider: new Options(mode));
        var result = driver.RunGenerators(CSharpCompilation.Create("test"), TestContext.Current.CancellationToken).GetRunResult();
        return Assert.Single(result.Results);
    }

    private sealed class SchemaText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Options(string mode) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(new Dictionary<string, string> { ["build_property.EngageAvroMode"] = mode }.ToImmutableDictionary());

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Properties(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }
    }
}
