using System.Globalization;
using Engage.Cli.Connections;
using Engage.Sandbox;

namespace Engage.Cli.Local;

/// <summary>The configuration of a worker of the embedded stack, as environment variables (contracts.md §4).</summary>
internal static class WorkerEnvironment
{
    public static IReadOnlyDictionary<string, string> Of(string worker, Cluster cluster, StackFile stack, EngageSandbox sandbox, string dataDirectory, string digestSecret)
    {
        var variables = new Dictionary<string, string>
        {
            ["ENGAGE_Kafka__BootstrapServers"] = cluster.Bootstrap,
            ["ENGAGE_Registry__Url"] = cluster.Registry,
            ["ENGAGE_State__Directory"] = Path.Combine(dataDirectory, "state"),
            ["ENGAGE_State__MemoryBudget"] = "64MiB",
            ["ENGAGE_Metrics__Url"] = stack.Metrics[worker],
            ["ENGAGE_SegmentMaterializer__DigestSecret"] = digestSecret,
            ["ENGAGE_Accumulator__DigestSecret"] = digestSecret,
        };
        if (worker == "dispatcher") AddChannels(variables, sandbox);
        return variables;
    }

    private static void AddChannels(Dictionary<string, string> variables, EngageSandbox sandbox)
    {
        variables["ENGAGE_Channels__Slack__Address"] = sandbox.SlackAddress.ToString();
        variables["ENGAGE_Channels__Slack__Token"] = sandbox.SlackToken;
        variables["ENGAGE_Channels__SlackMessageInterval"] = "00:00:00";
        variables["ENGAGE_Channels__Twilio__Address"] = sandbox.TwilioAddress.ToString();
        variables["ENGAGE_Channels__Twilio__AccountSid"] = sandbox.TwilioSid;
        variables["ENGAGE_Channels__Twilio__AuthToken"] = sandbox.TwilioToken;
        variables["ENGAGE_Channels__Twilio__Sender"] = "+15005550006";
        variables["ENGAGE_Channels__Smtp__Host"] = "127.0.0.1";
        variables["ENGAGE_Channels__Smtp__Port"] = sandbox.SmtpPort.ToString(CultureInfo.InvariantCulture);
        variables["ENGAGE_Channels__Smtp__Security"] = "None";
        variables["ENGAGE_Channels__Smtp__Sender"] = "engage@casino.example";
        variables["ENGAGE_Channels__Platform__Address"] = new Uri(sandbox.PlatformAddress, "actions").ToString();
        variables["ENGAGE_Channels__AllowPrivateEndpoints"] = "true";
    }
}
