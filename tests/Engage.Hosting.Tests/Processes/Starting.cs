using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Engage.Hosting.Tests.Processes;

public sealed class Starting
{
    private const string AnyPort = "--Metrics:Url=http://127.0.0.1:0";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_bad_configuration_ends_the_process_with_78_and_one_line_for_each_mistake()
    {
        using var worker = new StartedProcess(["--Processing:Threads=0", "--State:MemoryBudget=tiny"], ("ENGAGE_Kafka__BootstrapServer", "127.0.0.1:9092"));

        Assert.Equal(78, worker.WaitForExit());
        Assert.Equal(
            [
                "sample: State:MemoryBudget is 'tiny' (--State:MemoryBudget): must be a size such as 64MiB or 1GiB",
                "sample: Processing:Threads is '0' (--Processing:Threads): must be between 1 and 16",
                "sample: Kafka:BootstrapServer is not a setting (ENGAGE_Kafka__BootstrapServer); did you mean Kafka:BootstrapServers?",
            ],
            worker.Errors);
        Assert.Empty(worker.Output);
    }

    [Fact]
    public void Printing_the_configuration_masks_secrets_and_starts_nothing()
    {
        using var worker = new StartedProcess(["--print-config", "--Sample:Cooldown=10s"], ("ENGAGE_Registry__Password", "hunter2"));

        Assert.Equal(0, worker.WaitForExit());
        Assert.Contains(worker.Output, line => line.StartsWith("Registry:Password ", StringComparison.Ordinal) && line.EndsWith(" ENGAGE_Registry__Password", StringComparison.Ordinal));
        Assert.Contains(worker.Output, line => line.StartsWith("Sample:Cooldown ", StringComparison.Ordinal) && line.Contains(" 10s ", StringComparison.Ordinal));
        Assert.DoesNotContain(worker.Output.Concat(worker.Errors), line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_metrics_port_that_is_taken_is_a_mistake_of_the_configuration()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        using var worker = new StartedProcess([$"--Metrics:Url=http://127.0.0.1:{port}"]);

        Assert.Equal(78, worker.WaitForExit());
        Assert.Contains(worker.Output, line => line.Contains($"Metrics:Url http://127.0.0.1:{port}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_schema_that_is_not_registered_ends_the_process_with_78_and_its_subject()
    {
        await using var registry = new FakeRegistry(id: null);
        using var worker = new StartedProcess([AnyPort, $"--Registry:Url={registry.Url}"]);

        Assert.Equal(78, worker.WaitForExit());
        Assert.Contains(worker.Output, line => line.Contains("The schema registry lacks this version's schema for engage.sample-events-value. Run `engage schemas register`", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_the_schemas_of_the_workers_own_topics_are_looked_up_under_the_configured_prefix()
    {
        await using var registry = new FakeRegistry(id: null);
        using var worker = new StartedProcess([AnyPort, $"--Registry:Url={registry.Url}", "--Kafka:TopicPrefix=other."]);

        worker.WaitForExit();

        Assert.Equal(["POST /subjects/other.sample-events-value"], registry.Requests);
    }

    [Fact]
    public void A_client_setting_that_does_not_exist_ends_the_process_with_78()
    {
        using var worker = new StartedProcess([AnyPort, "--Kafka:Extra:no.such.setting=1"]);

        Assert.Equal(78, worker.WaitForExit());
        Assert.Contains(worker.Output.Concat(worker.Errors), line => line.Contains("no.such.setting", StringComparison.Ordinal));
    }

    [Fact]
    public void A_stop_while_the_registry_is_away_ends_cleanly()
    {
        using var worker = new StartedProcess([AnyPort, $"--Registry:Url=http://127.0.0.1:{FreePort.Take()}"]);
        worker.WaitForLine("The schema registry does not answer");

        worker.Terminate();

        Assert.Equal(0, worker.WaitForExit());
    }

    [Fact]
    public async Task Without_a_cluster_the_process_lives_is_not_ready_and_says_why()
    {
        await using var registry = new FakeRegistry(id: 7);
        using var worker = new StartedProcess([AnyPort, $"--Registry:Url={registry.Url}", $"--Kafka:BootstrapServers=127.0.0.1:{FreePort.Take()}"]);
        using var http = new HttpClient { BaseAddress = worker.WaitForAddress() };
        worker.WaitForLine("1 topics are bound to their registered schemas");

        using var live = await http.GetAsync("/health/live", Cancel);
        using var ready = await http.GetAsync("/health/ready", Cancel);
        var metrics = await http.GetStringAsync("/metrics", Cancel);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        using var report = JsonDocument.Parse(await ready.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("sample", report.RootElement.GetProperty("worker").GetString());
        Assert.Contains("the cluster has not answered yet", report.RootElement.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));
        Assert.Contains("\nengage_transactions_total{result=\"committed\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nprocess_resident_memory_bytes ", metrics, StringComparison.Ordinal);

        worker.Terminate();
        Assert.Equal(0, worker.WaitForExit());
    }

    [Fact]
    public async Task Nothing_but_the_pages_is_served()
    {
        using var worker = new StartedProcess([AnyPort, $"--Registry:Url=http://127.0.0.1:{FreePort.Take()}"]);
        using var http = new HttpClient { BaseAddress = worker.WaitForAddress() };

        using var root = await http.GetAsync("/", Cancel);
        using var post = await http.PostAsync("/metrics", new StringContent("x"), Cancel);

        Assert.Equal(HttpStatusCode.NotFound, root.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.False(root.Headers.Contains("Server"));
    }
}
