using System.Net;
using System.Security.Cryptography;
using Engage.Sandbox.Admin;
using Engage.Sandbox.Faults;
using Engage.Sandbox.Ledger;
using Engage.Sandbox.Platform;
using Engage.Sandbox.Slack;
using Engage.Sandbox.Smtp;
using Engage.Sandbox.Twilio;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engage.Sandbox;

/// <summary>Slack, Twilio, an SMTP server and the operator's platform, emulated on loopback, with an admin API to watch and to disturb them.</summary>
/// <remarks>Everything is kept in memory and gone with the process. All members are safe for concurrent use.</remarks>
public sealed class EngageSandbox : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TwilioAccount twilio;
    private readonly TwilioCallbacks callbacks;
    private readonly Mailbox mailbox;
    private readonly SmtpSink smtp;

    private EngageSandbox(SandboxOptions options)
    {
        SlackToken = options.SlackToken ?? "xoxb-" + RandomNumberGenerator.GetHexString(24, lowercase: true);
        TwilioSid = options.TwilioSid ?? "AC" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        TwilioToken = options.TwilioToken ?? RandomNumberGenerator.GetHexString(32, lowercase: true);

        Faults = new FaultPlan(options.Seed);
        Slack = new SlackWorkspace(options);
        twilio = new TwilioAccount(options, TwilioSid);
        callbacks = new TwilioCallbacks(Faults, TwilioToken);
        mailbox = new Mailbox(options, Ledger);
        app = Build(options);
        smtp = new SmtpSink(options, mailbox, Faults);
    }

    /// <summary>What was accepted.</summary>
    public DeliveryLedger Ledger { get; } = new();

    /// <summary>Which requests fail, and how.</summary>
    public FaultPlan Faults { get; }

    /// <summary>The Slack workspace.</summary>
    public SlackWorkspace Slack { get; }

    /// <summary>The platform's books.</summary>
    public PlatformBook Platform { get; } = new();

    /// <summary>The mails the SMTP sink took, in order.</summary>
    public IReadOnlyList<StoredMail> Mails => mailbox.Mails;

    /// <summary>Root of the HTTP emulators, with a slash at the end.</summary>
    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");

    /// <summary>Base of Slack's Web API.</summary>
    public Uri SlackAddress => new(Address, "slack/api/");

    /// <summary>Base of Twilio's API, version 2010-04-01.</summary>
    public Uri TwilioAddress => new(Address, "twilio/2010-04-01/");

    /// <summary>An address that takes status callbacks and forgets them.</summary>
    public Uri TwilioCallbackAddress => new(Address, "twilio/callbacks");

    /// <summary>Base of the platform: <c>actions</c>, <c>webhooks/NAME</c>.</summary>
    public Uri PlatformAddress => new(Address, "platform/");

    /// <summary>Port of the SMTP sink on 127.0.0.1.</summary>
    public int SmtpPort => smtp.Port;

    /// <summary>The token Slack's emulator accepts.</summary>
    public string SlackToken { get; }

    /// <summary>The emulated Twilio account.</summary>
    public string TwilioSid { get; }

    /// <summary>Its auth token.</summary>
    public string TwilioToken { get; }

    /// <summary>Starts all emulators.</summary>
    /// <exception cref="IOException">The HTTP port is taken.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The SMTP port is taken.</exception>
    public static async Task<EngageSandbox> StartAsync(SandboxOptions? options = null, CancellationToken cancellation = default)
    {
        var sandbox = new EngageSandbox(options ?? new SandboxOptions());
        try
        {
            await sandbox.app.StartAsync(cancellation).ConfigureAwait(false);
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>As if <paramref name="number"/> had replied STOP to an SMS.</summary>
    public void OptOutOfSms(string number) => twilio.OptOut(number);

    /// <summary>As if <paramref name="number"/> had replied START.</summary>
    public void OptIntoSms(string number) => twilio.OptIn(number);

    /// <summary>Stops listening and cuts open connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await smtp.DisposeAsync().ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
        await callbacks.DisposeAsync().ConfigureAwait(false);
    }

    private WebApplication Build(SandboxOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.HttpPort));
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1)); // Hanging faults hold requests open.
        var web = builder.Build();

        var slack = new SlackEndpoint(Slack, new SlackPost(Slack, Ledger, options.Clock), Faults, SlackToken);
        web.MapMethods("/slack/api/{method}", [HttpMethods.Get, HttpMethods.Post], (HttpContext http, string method) => slack.HandleAsync(http, method));

        var messages = new TwilioEndpoint(twilio, callbacks, Faults, Ledger, options, TwilioToken);
        var account = web.MapGroup("/twilio/2010-04-01/Accounts");
        account.MapPost("/{sid}/Messages.json", (HttpContext http, string sid) => messages.CreateAsync(http, sid));
        account.MapGet("/{sid}/Messages.json", (HttpContext http, string sid) => messages.ListAsync(http, sid));
        account.MapGet("/{sid}/Messages/{message}.json", (HttpContext http, string sid, string message) => messages.FetchAsync(http, sid, message));
        account.MapGet("/{sid}.json", (HttpContext http, string sid) => messages.FetchAccountAsync(http, sid));
        web.MapPost("/twilio/callbacks", () => Results.NoContent());

        var platform = new PlatformEndpoint(Platform, Ledger, Faults, options);
        web.MapPost("/platform/actions", http => platform.HandleAsync(http, "actions"));
        web.MapPost("/platform/webhooks/{name}", (HttpContext http, string name) => platform.HandleAsync(http, "webhooks/" + name));

        AdminEndpoints.Map(web, this);
        web.MapGet("/", () => Page.Show(this));
        return web;
    }
}
