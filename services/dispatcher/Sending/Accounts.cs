using System.Collections.Concurrent;
using Engage.Channels;
using Engage.Channels.Platform;
using Engage.Channels.Slack;
using Engage.Channels.Smtp;
using Engage.Channels.Twilio;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;

namespace Engage.Dispatcher.Sending;

/// <summary>Accounts as definitions name them, else as the worker's own configuration does. Clients are made once per version and shared by all tasks of the process.</summary>
internal sealed class Accounts(ChannelsOptions options, TimeProvider clock) : IAccounts
{
    /// <summary>The account of the configuration, in lanes.</summary>
    private const string Default = "default";

    private readonly ConcurrentDictionary<(string Channel, string Id), (long Version, Account? Account)> known = new();
    private readonly ConcurrentBag<IChannel> made = [];
    private readonly Lock making = new();

    public string? IdFor(string channel, string? named, DefinitionSet definitions)
    {
        if (named is not null) return named;
        if (channel == "platform")
            return definitions.LatestOf(DefinitionKind.Endpoint).FirstOrDefault(version => version is { IsActive: true, Definition: Endpoint { Purpose: EndpointPurpose.Platform } })?.Id ?? Configured(channel);

        var defined = definitions.LatestOf(DefinitionKind.ChannelAccount).FirstOrDefault(version => version.IsActive && Carries((ChannelAccount)version.Definition, channel));
        return defined?.Id ?? Configured(channel);
    }

    public Account? Find(string channel, string id, DefinitionSet definitions)
    {
        // A message routed while there was no account waits under the default one, and goes with whichever comes to be the channel's one account.
        if (id == Default && Configured(channel) is null && IdFor(channel, null, definitions) is { } later && later != Default) return Find(channel, later, definitions);

        var isEndpoint = channel is "platform" or "webhook";
        var version = definitions.Find(isEndpoint ? DefinitionKind.Endpoint : DefinitionKind.ChannelAccount, id);
        if (version is { IsActive: false } || (version is null && id != Default)) return null;

        var number = version?.Offset ?? -1;
        if (known.TryGetValue((channel, id), out var entry) && entry.Version == number) return entry.Account;
        lock (making)
        {
            if (known.TryGetValue((channel, id), out entry) && entry.Version == number) return entry.Account;
            var account = Make(channel, id, version?.Definition);
            if (account is not null) made.Add(account.Channel);
            known[(channel, id)] = (number, account);
            return account;
        }
    }

    public void Forget(string channel, string id) => known.TryRemove((channel, id), out _);

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in made) await channel.DisposeAsync().ConfigureAwait(false);
    }

    private string? Configured(string channel) => channel switch
    {
        "slack" => Given(options.Slack.Token),
        "sms" => Given(options.Twilio.AccountSid),
        "email" => Given(options.Smtp.Host),
        "platform" => options.Platform.Address?.ToString(),
        _ => null,
    } is null ? null : Default;

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static bool Carries(ChannelAccount account, string channel) => account.Provider switch
    {
        ChannelProvider.Slack => channel == "slack",
        ChannelProvider.Twilio => channel == "sms",
        ChannelProvider.Smtp => channel == "email",
        _ => throw new System.Diagnostics.UnreachableException($"No channel goes through {account.Provider}."),
    };

    private Account? Make(string channel, string id, Definition? definition) => (channel, definition) switch
    {
        ("slack", ChannelAccount { Provider: ChannelProvider.Slack } account) => DefinedSlack(account),
        ("slack", null) when options.Slack.Token is { Length: > 0 } token =>
            new(id, new SlackChannel(new SlackOptions { Address = WithSlash(options.Slack.Address), Token = token }, clock), options.SlackMessageInterval),
        ("sms", ChannelAccount { Provider: ChannelProvider.Twilio } account) => DefinedTwilio(account),
        ("sms", null) when options.Twilio.AccountSid is { Length: > 0 } => new(id, ConfiguredTwilio(), TimeSpan.Zero),
        ("email", ChannelAccount { Provider: ChannelProvider.Smtp } account) => DefinedSmtp(account),
        ("email", null) when options.Smtp.Host is { Length: > 0 } host => new(id, ConfiguredSmtp(host), TimeSpan.Zero),
        ("platform" or "webhook", Endpoint endpoint) => DefinedEndpoint(channel, endpoint),
        ("platform", null) when options.Platform.Address is { } address => new(id, EndpointTo(channel, address, options.Platform.Token, NetworkReach.Any), TimeSpan.Zero),
        _ => null,
    };

    private Account? DefinedSlack(ChannelAccount account)
    {
        if (Secret(account, "token") is not { } token) return null;
        var address = account.Address is { } given ? WithSlash(new Uri(given)) : options.Slack.Address;
        var interval = account.Limits.TryGetValue("per_second", out var perSecond) ? TimeSpan.FromSeconds((double)(1 / perSecond)) : options.SlackMessageInterval;
        return new(account.Id, new SlackChannel(new SlackOptions { Address = address, Token = token }, clock), interval);
    }

    private Account? DefinedTwilio(ChannelAccount account)
    {
        if (Secret(account, "sid") is not { } sid || Secret(account, "token") is not { } token || account.Sender is not { } sender) return null;
        var twilio = new TwilioOptions { AccountSid = sid, AuthToken = token, Sender = sender, StatusCallback = options.Twilio.StatusCallback, ReconcileDelay = options.Twilio.ReconcileDelay };
        return new(account.Id, new TwilioChannel(account.Address is { } given ? twilio with { Address = WithSlash(new Uri(given)) } : twilio, clock), TimeSpan.Zero);
    }

    private Account? DefinedSmtp(ChannelAccount account)
    {
        if (account.Sender is not { } sender || account.Address is not { } address) return null;
        var user = account.Credentials.ContainsKey("user") ? Secret(account, "user") : null;
        if (account.Credentials.ContainsKey("user") && user is null) return null;

        var relay = new Uri(address);
        var security = relay.Scheme == "smtps" ? SmtpSecurity.ImplicitTls : relay.IsLoopback ? SmtpSecurity.None : SmtpSecurity.StartTls;
        return new(
            account.Id,
            new SmtpChannel(
                new SmtpOptions
                {
                    Host = relay.Host,
                    Port = relay.Port > 0 ? relay.Port : security == SmtpSecurity.ImplicitTls ? 465 : 587,
                    Security = security,
                    User = user,
                    Password = Secret(account, "password"),
                    Sender = sender,
                    ReturnPath = options.Smtp.ReturnPath,
                    UnsubscribeLink = options.Smtp.UnsubscribeLink,
                },
                clock),
            TimeSpan.Zero);
    }

    private Account? DefinedEndpoint(string channel, Endpoint endpoint)
    {
        string? token = null;
        if (endpoint.Credentials.TryGetValue("token", out var reference) && (token = Secrets.Read(reference)) is null) return null;
        return new(endpoint.Id, EndpointTo(channel, new Uri(endpoint.Address), token, options.AllowPrivateEndpoints ? NetworkReach.Any : NetworkReach.PublicOnly), TimeSpan.Zero);
    }

    private EndpointChannel EndpointTo(string channel, Uri address, string? token, NetworkReach reach) =>
        new(new EndpointOptions { Provider = channel, Address = address, Token = token, Reach = reach }, clock);

    private TwilioChannel ConfiguredTwilio() => new(
        new TwilioOptions
        {
            Address = WithSlash(options.Twilio.Address),
            AccountSid = options.Twilio.AccountSid!,
            AuthToken = options.Twilio.AuthToken,
            Sender = options.Twilio.Sender,
            StatusCallback = options.Twilio.StatusCallback,
            ReconcileDelay = options.Twilio.ReconcileDelay,
        },
        clock);

    private SmtpChannel ConfiguredSmtp(string host) => new(
        new SmtpOptions
        {
            Host = host,
            Port = options.Smtp.Port,
            Security = options.Smtp.Security,
            User = options.Smtp.User,
            Password = options.Smtp.Password,
            Sender = options.Smtp.Sender,
            ReturnPath = options.Smtp.ReturnPath,
            UnsubscribeLink = options.Smtp.UnsubscribeLink,
        },
        clock);

    private static string? Secret(ChannelAccount account, string name) => account.Credentials.TryGetValue(name, out var reference) ? Secrets.Read(reference) : null;

    private static Uri WithSlash(Uri address) => address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
}
