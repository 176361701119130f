using System.Runtime.CompilerServices;
using System.Text.Json;
using Engage.LocalBroker.Conformance.Tests.Support;

namespace Engage.LocalBroker.Conformance.Tests.Clients;

/// <summary>The scenarios below <c>tests/clients</c>, whose packages <c>make setup-test</c> installs. Without them the tests are skipped.</summary>
internal static class NodeClients
{
    /// <summary>Runs a scenario to its end and returns the answer it reports.</summary>
    /// <param name="client">Folder below <c>tests/clients</c>.</param>
    /// <param name="scenario">File in it.</param>
    /// <param name="arguments">For the scenario.</param>
    public static async Task<JsonElement> RunAsync(string client, string scenario, params string[] arguments)
    {
        var home = Path.Combine(Folder(), client);
        Assert.SkipUnless(ForeignProcess.Exists("node") && Directory.Exists(Path.Combine(home, "node_modules")), $"{client} is not installed: run `make setup-test`.");
        return await PlayAsync(home, scenario, arguments);
    }

    /// <summary>As <see cref="RunAsync(string, string, string[])"/>, for the client below <c>tests/clients-native</c> that has to be built.</summary>
    public static async Task<JsonElement> RunConfluentAsync(string scenario, params string[] arguments)
    {
        var home = Path.Combine(Folder(), "..", "clients-native", "confluent");
        var built = Path.Combine(home, "node_modules", "@confluentinc", "kafka-javascript", "build", "Release", "confluent-kafka-javascript.node");
        Assert.SkipUnless(ForeignProcess.Exists("node") && File.Exists(built), "Confluent's client for JavaScript is not built: run `make setup-native-clients`, which takes minutes.");
        return await PlayAsync(home, scenario, arguments);
    }

    private static async Task<JsonElement> PlayAsync(string home, string scenario, string[] arguments)
    {
        var result = await ForeignProcess.RunAsync("node", [Path.Combine(home, scenario), .. arguments], Cluster.Patience, directory: home);
        return JsonDocument.Parse(result.Successful().Lines[^1]).RootElement;
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "clients"));
}
