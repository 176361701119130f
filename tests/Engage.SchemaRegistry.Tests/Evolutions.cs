namespace Engage.SchemaRegistry.Tests;

/// <summary>What each level says to each kind of change, worked out by hand.</summary>
public sealed class Evolutions
{
    private const string First = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    private const string WithDefault = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"string","default":""}]}""";
    private const string WithoutDefault = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"string"}]}""";
    private const string Widened = """{"type":"record","name":"R","fields":[{"name":"a","type":"long"}]}""";
    private const string Narrowed = """{"type":"record","name":"R","fields":[{"name":"a","type":"string"}]}""";
    private const string Nullable = """{"type":"record","name":"R","fields":[{"name":"a","type":["null","int"]}]}""";
    private const string Renamed = """{"type":"record","name":"R","fields":[{"name":"z","type":"int","aliases":["a"]}]}""";

    private static readonly string[] Levels = ["NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"];

    /// <summary>Registered versions, the next one, and a letter per level: y for allowed, n for refused.</summary>
    public static TheoryData<string, string[], string, string> Table => new()
    {
        //                                                                       NONE B  BT F  FT FU FUT
        { "a field is added with a default", [First], WithDefault,               "y    y  y  y  y  y  y" },
        { "a field is added without a default", [First], WithoutDefault,         "y    n  n  y  y  n  n" },
        { "a field that had a default is removed", [WithDefault], First,         "y    y  y  y  y  y  y" },
        { "a field that had no default is removed", [WithoutDefault], First,     "y    y  y  n  n  n  n" },
        { "an int becomes a long", [First], Widened,                             "y    y  y  n  n  n  n" },
        { "an int becomes nullable", [First], Nullable,                          "y    y  y  n  n  n  n" },
        { "an int becomes a string", [First], Narrowed,                          "y    n  n  n  n  n  n" },
        { "a field is renamed with an alias", [First], Renamed,                  "y    y  y  n  n  n  n" },
        { "a default is dropped that an old version lacks the field for", [First, WithDefault], WithoutDefault, "y y  n  y  y  y  n" },
        { "a field comes back that an old version had without default", [WithoutDefault, WithDefault], First,   "y y  y  y  n  y  n" },
    };

    [Theory, MemberData(nameof(Table))]
    public async Task Each_level_gives_its_verdict(string change, string[] registered, string next, string verdicts)
    {
        await using var host = await RegistryHost.StartAsync();
        var expected = verdicts.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        for (var index = 0; index < Levels.Length; index++)
        {
            var subject = $"s-{index}";
            await host.SendAsync("PUT", $"config/{subject}", new { compatibility = "NONE" });
            foreach (var version in registered) Assert.Equal(200, (await host.RegisterAsync(subject, version)).Status);
            await host.SendAsync("PUT", $"config/{subject}", new { compatibility = Levels[index] });

            var check = await host.SendAsync("POST", $"compatibility/subjects/{subject}/versions?verbose=true", new { schema = next });
            var answer = await host.RegisterAsync(subject, next);

            var isAllowed = expected[index] == "y";
            Assert.True(isAllowed == (answer.Status == 200), $"{change} under {Levels[index]}: {answer}");
            Assert.True(isAllowed == check.Body.StartsWith("""{"is_compatible":true""", StringComparison.Ordinal), $"{change} under {Levels[index]}: {check.Body}");
            if (!isAllowed)
            {
                Assert.Equal((409, "409"), answer);
                Assert.Contains("errorType:", check.Body, StringComparison.Ordinal);
            }
        }
    }
}
