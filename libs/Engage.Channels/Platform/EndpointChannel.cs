using System.Net.Http.Headers;
using System.Text;
using Engage.Channels.Http;

namespace Engage.Channels.Platform;

/// <summary>Carries actions to the operator's platform, or calls a webhook.</summary>
public sealed class EndpointChannel : IChannel
{
    private readonly HttpClient http;
    private readonly EndpointOptions options;
    private readonly HttpCaller caller;

    /// <summary>Connects when first used.</summary>
    public EndpointChannel(EndpointOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        http = ProviderHttp.Create(options.Reach);
        caller = new HttpCaller(http, options.TimeLimit, clock);
    }

    /// <inheritdoc/>
    public string Provider => options.Provider;

    /// <inheritdoc/>
    public TimeSpan ReconcileDelay => TimeSpan.Zero;

    /// <inheritdoc/>
    public async Task<SendReport> SendAsync(OutboundMessage message, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Address)
        {
            Content = new TrackedContent(Encoding.UTF8.GetBytes(message.Text), "application/json; charset=utf-8"),
        };
        request.Headers.Add("Idempotency-Key", message.ActionId);
        if (options.Token is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new(EndpointClassifier.Classify(await caller.CallAsync(request, cancellation).ConfigureAwait(false), message.ActionId));
    }

    /// <summary>Sending again with the same key is the reconciliation.</summary>
    public Task<Reconciliation> ReconcileAsync(ReconcileQuery query, CancellationToken cancellation) => Task.FromResult<Reconciliation>(new NotSent());

    /// <summary>There is no harmless call that every endpoint has.</summary>
    public Task<ProbeVerdict> ProbeAccountAsync(CancellationToken cancellation) => Task.FromResult(ProbeVerdict.Unknown);

    /// <inheritdoc cref="ProbeAccountAsync"/>
    public Task<ProbeVerdict> ProbeRecipientAsync(string recipient, RecipientPin? pin, CancellationToken cancellation) => Task.FromResult(ProbeVerdict.Unknown);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }
}
