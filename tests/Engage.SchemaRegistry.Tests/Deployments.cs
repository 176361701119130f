using Engage.Avro.Schemas;
using Engage.Avro.Wire;
using Engage.SchemaRegistry.Client;
using Engage.SchemaRegistry.Deployment;

namespace Engage.SchemaRegistry.Tests;

public sealed class Deployments
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Registering_sets_levels_and_ids_and_may_be_repeated()
    {
        await using var host = await RegistryHost.StartAsync();
        using var client = host.Client();
        Bound[] schemas = [new("player-events", "a:int"), new("action-results", "b:int")];

        var first = await SchemaDeployment.RegisterAsync(client, "x.", schemas, Stop);
        var second = await SchemaDeployment.RegisterAsync(client, "x.", schemas, Stop);

        Assert.Equal([new("x.player-events-value", 1, false), new("x.action-results-value", 2, false)], first);
        Assert.Equal([new("x.player-events-value", 1, true), new("x.action-results-value", 2, true)], second);
        Assert.Equal(CompatibilityLevel.BackwardTransitive, await client.FindLevelAsync("x.player-events-value", Stop));
        Assert.Equal(CompatibilityLevel.FullTransitive, await client.FindLevelAsync("x.action-results-value", Stop));
        Assert.Empty(await SchemaDeployment.CheckAsync(client, "x.", schemas, Stop));
    }

    [Theory]
    [InlineData("player-events", CompatibilityLevel.BackwardTransitive)]
    [InlineData("definitions", CompatibilityLevel.BackwardTransitive)]
    [InlineData("enriched-events", CompatibilityLevel.BackwardTransitive)]
    [InlineData("action-results", CompatibilityLevel.FullTransitive)]
    [InlineData("executions", CompatibilityLevel.FullTransitive)]
    public void What_others_consume_stays_readable_both_ways(string topic, CompatibilityLevel level) => Assert.Equal(level, SubjectLevels.Of(topic));

    [Fact]
    public async Task A_check_names_each_difference_and_changes_nothing()
    {
        await using var host = await RegistryHost.StartAsync();
        using var client = host.Client();
        await SchemaDeployment.RegisterAsync(client, "x.", [new Bound("player-events", "a:int")], Stop);

        var differences = await SchemaDeployment.CheckAsync(client, "x.", [new Bound("player-events", "a:string"), new Bound("executions", "c:int")], Stop);

        Assert.Equal(3, differences.Count);
        Assert.Contains("x.player-events-value: this version's schema is not registered and cannot be", differences[0], StringComparison.Ordinal);
        Assert.Equal("x.executions-value: the compatibility level is not set, it should be FULL_TRANSITIVE", differences[1]);
        Assert.Equal("x.executions-value: this version's schema is not registered", differences[2]);
        Assert.Equal(["x.player-events-value"], await client.SubjectsAsync(Stop));
    }

    [Fact]
    public async Task A_worker_learns_its_ids_at_start_and_registers_nothing()
    {
        await using var host = await RegistryHost.StartAsync();
        using var client = host.Client();
        var bound = new Bound("player-events", "a:int");
        await SchemaDeployment.RegisterAsync(client, "x.", [bound], Stop);

        await SchemaBinding.BindAsync(client, UnboundWriterSchemas.Instance, "x.", [bound], Stop);

        Assert.Equal(1, bound.SchemaId);
    }

    [Fact]
    public async Task A_worker_whose_schemas_are_missing_does_not_start_and_says_what_to_do()
    {
        await using var host = await RegistryHost.StartAsync();
        using var client = host.Client();
        var present = new Bound("player-events", "a:int");
        await SchemaDeployment.RegisterAsync(client, "x.", [present], Stop);

        var refusal = await Assert.ThrowsAsync<SchemasMissingException>(() =>
            SchemaBinding.BindAsync(client, UnboundWriterSchemas.Instance, "x.", [present, new Bound("executions", "c:int"), new Bound("actions", "d:int")], Stop));

        Assert.Equal(["x.executions-value", "x.actions-value"], refusal.Subjects);
        Assert.Contains("engage schemas register", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, present.SchemaId);
        Assert.Equal(["x.player-events-value"], await client.SubjectsAsync(Stop));
    }

    private sealed class Bound(string topicName, string field) : ISchemaBound
    {
        public string TopicName => topicName;

        public AvroSchema Schema { get; } = AvroSchema.Parse(
            $$"""{"type":"record","name":"R","fields":[{"name":"{{field.Split(':')[0]}}","type":"{{field.Split(':')[1]}}"}]}""");

        public int SchemaId { get; private set; }

        public void Bind(int schemaId, IWriterSchemas writers) => SchemaId = schemaId;
    }
}
