using System.Text.Json.Nodes;
using Engage.Clients.Avro;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;

namespace Engage.Definitions.Tests;

/// <summary>What an editor says of a document (the published JSON Schema, judged by a foreign validator) beside what the parser says.</summary>
public sealed class EditorSchemaTests
{
    /// <summary>Compares two places of a document, which a schema cannot.</summary>
    private const string OfTheDefaultLanguage = "the text is missing in the default language";

    private static readonly ParsedDefinition[] Samples = [.. DefinitionLoader.Load([SampleRules.Directory]).Definitions];

    [Fact]
    public async Task Every_sample_passes()
    {
        var complaints = await Judge(Samples.Select(sample => (DefinitionNode)sample.Source));

        Assert.Equal(Samples.Length, complaints.Length);
        Assert.All(complaints, Assert.Null);
    }

    [Fact]
    public async Task A_sample_with_a_structural_mistake_anywhere_is_rejected_by_the_parser_and_by_the_schema()
    {
        var mutants = Samples.SelectMany(sample => DocumentMutations.Of(sample.Source)).ToArray();
        var complaints = await Judge(mutants.Select(mutant => mutant.Document));

        var differences = new List<string>();
        var rejected = 0;
        for (var i = 0; i < mutants.Length; i++)
        {
            var mistake = DefinitionParser.Parse(mutants[i].Document).Mistakes.FirstOrDefault(mistake => mistake.IsError);
            if (mistake is not null) rejected++;
            if (mistake?.Message.Contains(OfTheDefaultLanguage, StringComparison.Ordinal) == true) continue;
            if (mistake is null != complaints[i] is null) differences.Add($"{mutants[i].What}: the parser says {mistake?.Message ?? "yes"}, the schema {complaints[i] ?? "yes"}");
        }

        Assert.True(rejected > 1_000, $"only {rejected} of {mutants.Length} mutants are mistakes; these mutations prove little");
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences.Distinct().Order(StringComparer.Ordinal)));
    }

    private static async Task<string?[]> Judge(IEnumerable<DefinitionNode> documents)
    {
        var schema = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(SampleRules.Root(), "schemas", "definitions.schema.json"), TestContext.Current.CancellationToken));
        var answers = await NodeClient.AskAsync("jsonschema.mjs", new { schema, documents = documents.Select(document => JsonNode.Parse(CanonicalJson.Write(document))) });
        return [.. answers.AsArray().Select(answer => (string?)answer)];
    }
}
