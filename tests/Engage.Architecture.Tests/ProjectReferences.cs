using System.Xml.Linq;

namespace Engage.Architecture.Tests;

/// <summary>The arrow table of the architecture, as a test: every project file may reference only what stands beside it here.</summary>
public sealed class ProjectReferences
{
    private static readonly string[] Worker = ["Hosting", "Topics", "Streams", "Contracts", "Rules"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Contracts"] = ["Avro.Generator"],
        ["Rules"] = [],
        ["Avro"] = [],
        ["Avro.Generator"] = [],
        ["Definitions"] = ["Rules"],
        ["Streams"] = [],
        ["Streams.Kafka"] = ["Streams"],
        ["Streams.RocksDb"] = ["Streams"],
        ["Streams.Testing"] = ["Streams"],
        ["Topics"] = ["Streams", "Avro", "Contracts", "Rules", "Avro.Generator"],
        ["SchemaRegistry"] = ["Avro"],
        ["Channels"] = ["Contracts"],
        ["Hosting"] = ["Streams.Kafka", "Streams.RocksDb", "Streams", "Avro", "SchemaRegistry"],
        ["LocalBroker"] = [],
        ["Sandbox"] = [],
        ["SegmentMaterializer"] = Worker,
        ["TriggerMatcher"] = Worker,
        ["Accumulator"] = Worker,
        ["Scheduler"] = Worker,
        ["Dispatcher"] = [.. Worker, "Channels"],
        ["LoadTest"] = ["LocalBroker", "Streams.Kafka", "Streams.RocksDb"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_only_what_lies_below_it(string project)
    {
        var file = Repository.ProjectFile(project);
        if (file is null) return; // Named in the table ahead of its first line of code.

        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)["Engage.".Length..]);

        Assert.Empty(references.Except(Allowed[project]));
    }

    [Fact]
    public void Every_library_worker_and_load_test_stands_in_the_table()
    {
        var projects = Repository.ProjectFiles("libs").Concat(Repository.ProjectFiles("services")).Concat(Repository.ProjectFiles("loadtest"))
            .Select(file => Path.GetFileNameWithoutExtension(file)["Engage.".Length..]);

        Assert.Empty(projects.Except(Allowed.Keys));
    }

    [Theory]
    [InlineData("Confluent.Kafka", "Streams.Kafka")]
    [InlineData("librocksdb", "Streams.RocksDb")]
    public void Only_one_library_names(string foreignName, string library)
    {
        var strangers = Repository.SourceFiles("libs").Concat(Repository.SourceFiles("services"))
            .Where(file => !file.Contains($"Engage.{library}/", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains(foreignName, StringComparison.Ordinal));

        Assert.Empty(strangers);
    }
}
