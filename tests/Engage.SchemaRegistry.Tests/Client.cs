using Engage.Avro.Schemas;
using Engage.SchemaRegistry.Client;

namespace Engage.SchemaRegistry.Tests;

public sealed class Client : IDisposable
{
    private static readonly AvroSchema Int = AvroSchema.Parse("\"int\"");

    private readonly ScriptedRegistry registry = new();
    private readonly ManualTime time = new();

    public void Dispose() => registry.Dispose();

    [Fact]
    public async Task A_schema_fetched_by_id_is_kept_for_ever_even_while_the_registry_is_down()
    {
        using var client = Connect();
        registry.Answer = _ => (200, """{"schema":"\"int\""}""");
        var first = await client.FindByIdAsync(7, Stop);

        registry.Answer = _ => throw new HttpRequestException("connection refused");
        time.Advance(TimeSpan.FromDays(365));

        Assert.Same(first, await client.FindByIdAsync(7, Stop));
        Assert.Equal(["GET /schemas/ids/7"], registry.Requests);
    }

    [Fact]
    public async Task An_unknown_id_is_believed_for_thirty_seconds()
    {
        using var client = Connect();
        registry.Answer = _ => (404, """{"error_code":40403,"message":"Schema not found"}""");

        Assert.Null(await client.FindByIdAsync(7, Stop));
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(await client.FindByIdAsync(7, Stop));
        Assert.Single(registry.Requests);

        registry.Answer = _ => (200, """{"schema":"\"int\""}""");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await client.FindByIdAsync(7, Stop));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Trouble_is_tried_three_times_with_growing_pauses(int status)
    {
        using var client = Connect();
        registry.Answer = _ => (status, "<html>proxy</html>");

        var failure = await Assert.ThrowsAsync<SchemaRegistryUnreachableException>(() => client.SubjectsAsync(Stop));

        Assert.Equal(3, registry.Requests.Count);
        Assert.Equal([TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400)], time.Pauses);
        Assert.Contains($"status {status}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_attempt_that_works_is_enough()
    {
        using var client = Connect();
        registry.Answer = _ => registry.Requests.Count == 1 ? throw new HttpRequestException("reset") : (200, "[\"s\"]");

        Assert.Equal(["s"], await client.SubjectsAsync(Stop));
    }

    [Fact]
    public async Task A_refusal_is_not_repeated_and_carries_the_code()
    {
        using var client = Connect();
        registry.Answer = _ => (409, """{"error_code":409,"message":"incompatible"}""");

        var refusal = await Assert.ThrowsAsync<SchemaRegistryException>(() => client.RegisterAsync("s", Int, Stop));

        Assert.Equal(409, refusal.Code);
        Assert.Contains("incompatible", refusal.Message, StringComparison.Ordinal);
        Assert.Single(registry.Requests);
    }

    [Fact]
    public async Task Credentials_are_sent_and_never_shown()
    {
        using var client = new SchemaRegistryClient(new() { Url = Url, UserName = "ada", Password = "secret" }, time, registry);
        registry.Answer = _ => (401, """{"error_code":401,"message":"no"}""");

        var refusal = await Assert.ThrowsAsync<SchemaRegistryException>(() => client.SubjectsAsync(Stop));

        Assert.Equal("Basic YWRhOnNlY3JldA==", registry.Authorization);
        Assert.DoesNotContain("secret", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_address_with_a_path_and_a_subject_with_odd_letters_are_kept()
    {
        using var client = new SchemaRegistryClient(new() { Url = new Uri("http://127.0.0.1:1/registry") }, time, registry);
        registry.Answer = _ => (404, """{"error_code":40401,"message":"no"}""");

        Assert.Null(await client.LookupAsync("a/b c", Int, Stop));

        Assert.Equal(["POST /registry/subjects/a%2Fb%20c"], registry.Requests);
    }

    [Fact]
    public async Task Against_the_embedded_registry_it_registers_looks_up_checks_and_reads()
    {
        await using var host = await RegistryHost.StartAsync();
        using var client = host.Client();
        var first = AvroSchema.Parse("""{"type":"record","name":"R","namespace":"n","fields":[{"name":"a","type":"int"}]}""");
        var second = AvroSchema.Parse("""{"type":"record","name":"n.R","fields":[{"name":"a","type":"string"}]}""");

        Assert.Null(await client.LookupAsync("a/b", first, Stop));
        Assert.True((await client.CheckAsync("a/b", first, Stop)).IsCompatible);
        Assert.Equal(1, await client.RegisterAsync("a/b", first, Stop));
        Assert.Equal(1, (await client.LookupAsync("a/b", first, Stop))?.Id);
        Assert.Equal(1, (await client.FindVersionAsync("a/b", null, Stop))?.Version);
        Assert.Null(await client.FindVersionAsync("a/b", 2, Stop));
        Assert.False((await client.CheckAsync("a/b", second, Stop)).IsCompatible);
        Assert.Null(await client.FindLevelAsync("a/b", Stop));
        await client.SetLevelAsync("a/b", CompatibilityLevel.FullTransitive, Stop);
        Assert.Equal(CompatibilityLevel.FullTransitive, await client.FindLevelAsync("a/b", Stop));
        Assert.Equal(CanonicalForm.Write(first), CanonicalForm.Write((await client.FindByIdAsync(1, Stop))!));
        Assert.Null(await client.FindByIdAsync(9, Stop));
        Assert.Equal(["a/b"], await client.SubjectsAsync(Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Uri Url { get; } = new("http://127.0.0.1:1");

    private SchemaRegistryClient Connect() => new(new() { Url = Url }, time, registry);
}
