using Engage.Hosting.Configuration;

namespace Engage.Hosting.Tests.Configuration;

public sealed class Printing
{
    [Fact]
    public void Every_setting_is_printed_with_its_value_and_source()
    {
        var lines = Print("--Processing:CommitInterval=250ms", "ENGAGE_State__MemoryBudget=1GiB");

        Assert.Contains("Processing:CommitInterval 250ms --Processing:CommitInterval", lines);
        Assert.Contains("State:MemoryBudget 1GiB ENGAGE_State__MemoryBudget", lines);
        Assert.Contains("Kafka:BootstrapServers 127.0.0.1:9092 default", lines);
        Assert.Contains("Sample:Cooldown 5m default", lines);
        Assert.Contains("Kafka:InstanceId default", lines);
    }

    [Fact]
    public void Secrets_are_masked_wherever_they_stand()
    {
        var lines = Print(
            "ENGAGE_Kafka__Security__Password=hunter2", "--Kafka:Security:Protocol=SaslSsl", "--Kafka:Security:Username=ada", "--Kafka:Security:KeyPassword=hunter2",
            "--Registry:Url=http://ada:hunter2@127.0.0.1:8081", "--Registry:Password=hunter2", "--Sample:ApiCode=hunter2",
            "--Kafka:Extra:sasl.oauthbearer.client.secret=hunter2", "--Kafka:Extra:ssl.keystore.password=hunter2", "--Kafka:Extra:client.rack=se1");

        Assert.Contains("Kafka:Security:Password ****** ENGAGE_Kafka__Security__Password", lines);
        Assert.Contains("Registry:Url http://******@127.0.0.1:8081/ --Registry:Url", lines);
        Assert.Contains("Sample:ApiCode ****** --Sample:ApiCode", lines);
        Assert.Contains("Kafka:Extra:sasl.oauthbearer.client.secret ****** --Kafka:Extra:sasl.oauthbearer.client.secret", lines);
        Assert.Contains("Kafka:Extra:client.rack se1 --Kafka:Extra:client.rack", lines);
        Assert.DoesNotContain(lines, line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unset_secret_prints_as_nothing()
    {
        Assert.Contains("Registry:Password default", Print());
    }

    /// <summary>The printed lines with runs of blanks made one.</summary>
    private static List<string> Print(params string[] settings)
    {
        var (configuration, problems) = Loaded.From(settings);
        Assert.Empty(problems);
        using var output = new StringWriter();
        ConfigurationPrinter.Print(configuration.Effective, output);
        return [.. output.ToString().TrimEnd().Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
    }
}
