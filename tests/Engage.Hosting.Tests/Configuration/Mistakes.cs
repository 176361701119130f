namespace Engage.Hosting.Tests.Configuration;

/// <summary>What an operator reads for each mistake: the key, the value and where it was set, and what it must be.</summary>
public sealed class Mistakes
{
    [Theory]
    // The form of a value.
    [InlineData("--Processing:Threads=many", "Processing:Threads is 'many' (--Processing:Threads): must be a whole number")]
    [InlineData("--Processing:Threads=1.5", "Processing:Threads is '1.5' (--Processing:Threads): must be a whole number")]
    [InlineData("--Processing:Threads=", "Processing:Threads is '' (--Processing:Threads): must be a whole number")]
    [InlineData("--Processing:CommitInterval=100", "Processing:CommitInterval is '100' (--Processing:CommitInterval): must be a duration such as 100ms, 5s, 15m or 00:00:05")]
    [InlineData("--Processing:CommitInterval=-5s", "Processing:CommitInterval is '-5s' (--Processing:CommitInterval): must be a duration such as 100ms, 5s, 15m or 00:00:05")]
    [InlineData("--State:MemoryBudget=200", "State:MemoryBudget is '200' (--State:MemoryBudget): must be a size such as 64MiB or 1GiB")]
    [InlineData("--State:MemoryBudget=9999999999GiB", "State:MemoryBudget is '9999999999GiB' (--State:MemoryBudget): must be a size such as 64MiB or 1GiB")]
    [InlineData("--Registry:Url=registry:8081", "Registry:Url is 'registry:8081' (--Registry:Url): must be an absolute address such as http://127.0.0.1:8081")]
    [InlineData("--Kafka:Security:Protocol=TLS", "Kafka:Security:Protocol is 'TLS' (--Kafka:Security:Protocol): must be one of Unset, Plaintext, Ssl, SaslPlaintext, SaslSsl")]
    [InlineData("--Kafka:Security:Protocol=2", "Kafka:Security:Protocol is '2' (--Kafka:Security:Protocol): must be one of Unset, Plaintext, Ssl, SaslPlaintext, SaslSsl")]
    [InlineData("--Logging:Level=loud", "Logging:Level is 'loud' (--Logging:Level): must be one of Trace, Debug, Information, Warning, Error, Critical, None")]
    [InlineData("--Sample:Loud=yes", "Sample:Loud is 'yes' (--Sample:Loud): must be true or false")]
    [InlineData("--Sample:Share=half", "Sample:Share is 'half' (--Sample:Share): must be a number such as 0.5")]
    [InlineData("--Sample:Share=NaN", "Sample:Share is 'NaN' (--Sample:Share): must be a number such as 0.5")]
    [InlineData("--Sample:Accounts:main:Quota=lots", "Sample:Accounts:main:Quota is 'lots' (--Sample:Accounts:main:Quota): must be a size such as 64MiB or 1GiB")]
    // Its range.
    [InlineData("--Processing:Threads=0", "Processing:Threads is '0' (--Processing:Threads): must be between 1 and 16")]
    [InlineData("--Processing:Threads=17", "Processing:Threads is '17' (--Processing:Threads): must be between 1 and 16")]
    [InlineData("--Processing:CommitInterval=0ms", "Processing:CommitInterval is '0ms' (--Processing:CommitInterval): must be 1ms to 10s")]
    [InlineData("--Processing:CommitInterval=1m", "Processing:CommitInterval is '1m' (--Processing:CommitInterval): must be 1ms to 10s")]
    [InlineData("--State:MemoryBudget=15MiB", "State:MemoryBudget is '15MiB' (--State:MemoryBudget): must be 16MiB to 1024GiB")]
    [InlineData("--State:RestoreThreads=99", "State:RestoreThreads is '99' (--State:RestoreThreads): must be between 1 and 16")]
    [InlineData("--State:Directory=", "State:Directory is '' (--State:Directory): must name a directory")]
    [InlineData("--Registry:Timeout=2h", "Registry:Timeout is '2h' (--Registry:Timeout): must be 100ms to 1m")]
    [InlineData("--Kafka:BootstrapServers=", "Kafka:BootstrapServers is '' (--Kafka:BootstrapServers): must name at least one host:port")]
    [InlineData("--Kafka:BootstrapServers=127.0.0.1", "Kafka:BootstrapServers is '127.0.0.1' (--Kafka:BootstrapServers): must be host:port, several separated by commas")]
    [InlineData("--Kafka:TopicPrefix=eng age.", "Kafka:TopicPrefix is 'eng age.' (--Kafka:TopicPrefix): may have up to 100 letters, digits, dots, underscores and hyphens")]
    [InlineData("--Sample:Cooldown=2h", "Sample:Cooldown is '2h' (--Sample:Cooldown): must be 1s to 1h")]
    [InlineData("--Metrics:Url=https://127.0.0.1:9101", "Metrics:Url is 'https://127.0.0.1:9101' (--Metrics:Url): must begin with http://")]
    [InlineData("--Metrics:Url=http://127.0.0.1:9101/metrics", "Metrics:Url is 'http://127.0.0.1:9101/metrics' (--Metrics:Url): must be http://address:port and nothing more")]
    [InlineData("--Metrics:Url=http://metrics.example:9101", "Metrics:Url is 'http://metrics.example:9101' (--Metrics:Url): must name an IP address of this machine, or localhost")]
    // What belongs together.
    [InlineData("--Kafka:BootstrapServers=127.0.0.1:9092,kafka.example:9092", "Kafka:BootstrapServers is '127.0.0.1:9092,kafka.example:9092' (--Kafka:BootstrapServers): kafka.example is another machine, so Kafka:Security:Protocol must say Plaintext, Ssl, SaslPlaintext or SaslSsl")]
    [InlineData("--Kafka:Security:Username=ada", "Kafka:Security:Username is 'ada' (--Kafka:Security:Username): is used only with Kafka:Security:Protocol SaslSsl or SaslPlaintext")]
    [InlineData("--Kafka:Security:CaFile=/nowhere/ca.pem", "Kafka:Security:CaFile is '/nowhere/ca.pem' (--Kafka:Security:CaFile): is used only with Kafka:Security:Protocol Ssl or SaslSsl")]
    [InlineData("--Kafka:Extra:isolation.level=read_uncommitted", "Kafka:Extra:isolation.level is 'read_uncommitted' (--Kafka:Extra:isolation.level): is set by the engine or by an option of its own")]
    // Keys that nothing reads.
    [InlineData("--Kafka:BootstrapServer=127.0.0.1:9092", "Kafka:BootstrapServer is not a setting (--Kafka:BootstrapServer); did you mean Kafka:BootstrapServers?")]
    [InlineData("--Kafak:BootstrapServers=127.0.0.1:9092", "Kafak:BootstrapServers is not a setting (--Kafak:BootstrapServers); did you mean Kafka?")]
    [InlineData("--Sample:Cooldwn=5s", "Sample:Cooldwn is not a setting (--Sample:Cooldwn); did you mean Sample:Cooldown?")]
    [InlineData("--Whatever:Else=1", "Whatever:Else is not a setting (--Whatever:Else)")]
    [InlineData("--Kafka:Security=Ssl", "Kafka:Security is not a setting (--Kafka:Security)")]
    [InlineData("ENGAGE_Processing__Thread=2", "Processing:Thread is not a setting (ENGAGE_Processing__Thread); did you mean Processing:Threads?")]
    [InlineData("ENGAGE_Processing__Threads=none", "Processing:Threads is 'none' (ENGAGE_Processing__Threads): must be a whole number")]
    // Flags and files.
    [InlineData("--verbose", "--verbose is not understood: flags have the form --Section:Key=value")]
    [InlineData("--Threads=2", "--Threads is not understood: flags have the form --Section:Key=value")]
    [InlineData("-Processing:Threads=2", "-Processing:Threads is not understood: flags have the form --Section:Key=value")]
    [InlineData("ENGAGE_Kafka__Security__Password_FILE=/nowhere/secret", "Kafka:Security:Password cannot be read (ENGAGE_Kafka__Security__Password_FILE): Could not find a part of the path '/nowhere/secret'.")]
    public void A_mistake_is_told_in_one_line(string setting, string line)
    {
        var (_, problems) = Loaded.From(setting);

        Assert.Equal([line], problems);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var (_, problems) = Loaded.From("--Processing:Threads=0", "--State:MemoryBudget=tiny", "ENGAGE_Kafka__Topicprefx=x", "--Sample:Cooldown=0s", "--oops");

        Assert.Equal(
            [
                "--oops is not understood: flags have the form --Section:Key=value",
                "State:MemoryBudget is 'tiny' (--State:MemoryBudget): must be a size such as 64MiB or 1GiB",
                "Processing:Threads is '0' (--Processing:Threads): must be between 1 and 16",
                "Sample:Cooldown is '0s' (--Sample:Cooldown): must be 1s to 1h",
                "Kafka:Topicprefx is not a setting (ENGAGE_Kafka__Topicprefx); did you mean Kafka:TopicPrefix?",
            ],
            problems);
    }

    [Fact]
    public void Sasl_without_name_and_password_is_told_for_both()
    {
        var (_, problems) = Loaded.From("--Kafka:Security:Protocol=SaslSsl");

        Assert.Equal(
            ["Kafka:Security:Username is not set: must be given for ScramSha512", "Kafka:Security:Password is not set: must be given for ScramSha512"],
            problems);
    }

    [Fact]
    public void A_password_is_not_sent_unprotected()
    {
        var (_, problems) = Loaded.From(
            "--Kafka:Security:Protocol=SaslPlaintext", "--Kafka:Security:Mechanism=Plain", "--Kafka:Security:Username=ada", "--Kafka:Security:Password=hunter2");

        Assert.Equal(
            ["Kafka:Security:Mechanism is 'Plain' (--Kafka:Security:Mechanism): would send the password unencrypted; use Kafka:Security:Protocol=SaslSsl or a SCRAM mechanism"],
            problems);
    }

    [Theory]
    [InlineData("--Registry:Url=ftp://ada:hunter2@registry")]
    [InlineData("--Kafka:Extra:sasl.password=hunter2")]
    [InlineData("--Kafka:Securty:Password=hunter2")]
    [InlineData("--Registry:Pasword=hunter2")]
    public void A_mistake_does_not_print_a_secret(string setting)
    {
        var (_, problems) = Loaded.From(setting);

        Assert.DoesNotContain("hunter2", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_belongs_to_no_section_is_left_alone()
    {
        var (_, problems) = Loaded.From("ENGAGE_BOOTSTRAP=kafka:9092", "ENGAGEMENT__Rate=3", "HOME=/root");

        Assert.Empty(problems);
    }

    [Fact]
    public void Settings_of_other_workers_may_stand_in_a_shared_environment()
    {
        var (_, problems) = Loaded.From("ENGAGE_Accumulator__Anything=1", "ENGAGE_Channels__slack__Token=xoxb");

        Assert.Empty(problems);
    }

    [Fact]
    public void A_file_that_is_not_json_is_named()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("appsettings.json", "{ \"Kafka\": ");

        var (_, problems) = Loaded.From([directory.Path], []);

        Assert.StartsWith($"{directory.Path}/appsettings.json is not JSON: ", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_a_file_names_the_file()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("appsettings.json", """{ "Processing": { "Threads": 99 } }""");

        var (_, problems) = Loaded.From([directory.Path], []);

        Assert.Equal([$"Processing:Threads is '99' ({directory.Path}/appsettings.json): must be between 1 and 16"], problems);
    }

    [Fact]
    public void A_secret_set_twice_is_refused()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("secret", "hunter2");

        var (_, problems) = Loaded.From("ENGAGE_Registry__Password=x", $"ENGAGE_Registry__Password_FILE={file}");

        Assert.Equal(["Registry:Password is set twice: by ENGAGE_Registry__Password and by ENGAGE_Registry__Password_FILE"], problems);
    }
}
