using Engage.Rules.Compilation;
using Engage.Rules.Decisions;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;
using Engage.Rules.Validation;

namespace Engage.Rules.Tests.Validation;

/// <summary>Rules whose ids have one key would share their progress, so that they are never in force together.</summary>
public sealed class RuleKeyClashes
{
    [Fact]
    public void Two_rules_whose_ids_have_one_key_are_refused_by_name()
    {
        var mistakes = Validate(DefinitionSet.Empty, Colliding, "first", "second", "third");

        Assert.Equal(["id: 'second' has the same key in state rows as rule 'first', so that they would share their progress; choose another id"], mistakes);
    }

    [Fact]
    public void A_rule_whose_id_has_the_key_of_one_in_force_is_refused()
    {
        var inForce = TestDefinitions.Set(Rule("first"));

        Assert.Equal(["id: 'second' has the same key in state rows as rule 'first', so that they would share their progress; choose another id"], Validate(inForce, Colliding, "second"));
        Assert.Empty(Validate(inForce, Colliding, "first")); // A new version of the same rule.
    }

    [Fact]
    public void Ids_with_keys_of_their_own_are_not() => Assert.Empty(Validate(DefinitionSet.Empty, RuleKey.Of, "first", "second", "third"));

    private static RuleKey Colliding(string id) => new(id == "third" ? 3UL : 1UL);

    private static string[] Validate(DefinitionSet inForce, Func<string, RuleKey> keyOf, params string[] ids)
    {
        var documents = ids.Select(id => DefinitionParser.Parse(CanonicalJson.Parse(Rule(id)))).ToArray();
        return [.. DefinitionValidator.Validate(documents, inForce, keyOf).Select(mistake => $"{mistake.Path}: {mistake.Message}")];
    }

    private static string Rule(string id) => $$"""{ "kind": "rule", "id": "{{id}}", "trigger": { "event": "casino.bet" }, "actions": [{ "reset_points": {} }] }""";
}
