using Engage.Hosting.Options;

namespace Engage.Hosting.Tests.Configuration;

public sealed class Layers
{
    [Fact]
    public void Without_any_setting_the_defaults_hold_and_are_valid()
    {
        var (configuration, problems) = Loaded.From();

        Assert.Empty(problems);
        Assert.Equal("127.0.0.1:9092", configuration.Common.Kafka.BootstrapServers);
        Assert.Equal("engage.", configuration.Common.Kafka.TopicPrefix);
        Assert.Equal(TimeSpan.FromMilliseconds(100), configuration.Common.Processing.CommitInterval);
        Assert.Null(configuration.Worker.Limit);
    }

    [Fact]
    public void A_flag_wins_over_a_variable_and_a_variable_over_a_file()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("appsettings.json", """{ "Sample": { "Limit": 1, "Share": 0.1, "Cooldown": "10s" } }""");

        var (configuration, problems) = Loaded.From([directory.Path], ["ENGAGE_Sample__Limit=2", "ENGAGE_Sample__Share=0.2", "--Sample:Limit=3"]);

        Assert.Empty(problems);
        Assert.Equal(3, configuration.Worker.Limit);
        Assert.Equal(0.2, configuration.Worker.Share);
        Assert.Equal(TimeSpan.FromSeconds(10), configuration.Worker.Cooldown);
    }

    [Fact]
    public void The_more_special_directory_wins()
    {
        using var general = new TemporaryDirectory();
        using var special = new TemporaryDirectory();
        general.Write("appsettings.json", """{ "Sample": { "Limit": 1, "Loud": true } } // comments are fine""");
        special.Write("appsettings.json", """{ "Sample": { "Limit": 2, } }""");

        var (configuration, problems) = Loaded.From([general.Path, special.Path], []);

        Assert.Empty(problems);
        Assert.Equal(2, configuration.Worker.Limit);
        Assert.True(configuration.Worker.Loud);
    }

    [Fact]
    public void Keys_do_not_mind_their_case()
    {
        var (configuration, problems) = Loaded.From("ENGAGE_KAFKA__TOPICPREFIX=other.", "--sample:limit=4");

        Assert.Empty(problems);
        Assert.Equal("other.", configuration.Common.Kafka.TopicPrefix);
        Assert.Equal(4, configuration.Worker.Limit);
    }

    [Fact]
    public void A_file_variable_reads_the_secret_without_the_line_end()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("password", "hunter2\n");

        var (configuration, problems) = Loaded.From($"ENGAGE_Registry__Password_FILE={file}");

        Assert.Empty(problems);
        Assert.Equal("hunter2", configuration.Common.Registry.Password);
    }

    [Fact]
    public void Further_client_settings_keep_their_dots()
    {
        var (configuration, problems) = Loaded.From("ENGAGE_Kafka__Extra__socket.keepalive.enable=true", "--Kafka:Extra:sasl.oauthbearer.method=oidc");

        Assert.Empty(problems);
        Assert.Equal(new Dictionary<string, string> { ["sasl.oauthbearer.method"] = "oidc", ["socket.keepalive.enable"] = "true" }, configuration.Common.Kafka.Extra);
    }

    [Fact]
    public void A_map_of_named_things_takes_any_name()
    {
        var (configuration, problems) = Loaded.From("--Sample:Accounts:main:Address=https://sms.example", "--Sample:Accounts:spare:Quota=2GiB");

        Assert.Empty(problems);
        Assert.Equal(new Uri("https://sms.example"), configuration.Worker.Accounts["main"].Address);
        Assert.Equal(2L << 30, configuration.Worker.Accounts["spare"].Quota.Bytes);
    }

    [Fact]
    public void Security_options_have_types()
    {
        using var directory = new TemporaryDirectory();
        var authority = directory.Write("ca.pem", "");

        var (configuration, problems) = Loaded.From(
            "--Kafka:BootstrapServers=kafka.example:9093", "--Kafka:Security:Protocol=saslssl", $"--Kafka:Security:CaFile={authority}",
            "--Kafka:Security:Mechanism=ScramSha256", "--Kafka:Security:Username=ada", "--Kafka:Security:Password=hunter2");

        Assert.Empty(problems);
        Assert.Equal(KafkaSecurityProtocol.SaslSsl, configuration.Common.Kafka.Security.Protocol);
        Assert.Equal(KafkaSaslMechanism.ScramSha256, configuration.Common.Kafka.Security.Mechanism);
    }

    [Theory]
    [InlineData("localhost:9092")]
    [InlineData("127.0.0.1:1,127.0.0.2:2")]
    [InlineData("[::1]:9092")]
    public void Brokers_on_this_machine_need_no_protection(string servers)
    {
        Assert.Empty(Loaded.From($"--Kafka:BootstrapServers={servers}").Problems);
    }

    [Fact]
    public void Plain_text_to_another_machine_is_possible_on_purpose()
    {
        Assert.Empty(Loaded.From("--Kafka:BootstrapServers=kafka:9092", "--Kafka:Security:Protocol=Plaintext").Problems);
    }

    [Theory]
    [InlineData("100ms", 100)]
    [InlineData("5s", 5_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("00:00:01.500", 1_500)]
    public void Durations_are_read_in_every_form(string text, int milliseconds)
    {
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Loaded.From($"--Sample:Cooldown={text}").Configuration.Worker.Cooldown);
    }
}
