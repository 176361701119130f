namespace Engage.Channels;

/// <summary>One account with one provider.</summary>
/// <remarks>
/// Safe for concurrent use. Methods return expected failures as values and throw only for our own bugs. Cancelling gives up waiting: an attempt whose request had left
/// then reports <see cref="Uncertain"/>.
/// </remarks>
public interface IChannel : IAsyncDisposable
{
    /// <summary>slack, twilio, smtp, platform or webhook.</summary>
    string Provider { get; }

    /// <summary>How long to wait before the provider's records show an attempt that ended without an answer.</summary>
    TimeSpan ReconcileDelay { get; }

    /// <summary>Makes one attempt.</summary>
    Task<SendReport> SendAsync(OutboundMessage message, CancellationToken cancellation);

    /// <summary>Looks in the provider's records for an attempt that ended without an answer.</summary>
    Task<Reconciliation> ReconcileAsync(ReconcileQuery query, CancellationToken cancellation);

    /// <summary>Asks whether the account works, without sending anything.</summary>
    Task<ProbeVerdict> ProbeAccountAsync(CancellationToken cancellation);

    /// <summary>Asks whether the recipient can be reached again, without sending anything; <see cref="ProbeVerdict.Unknown"/> where the channel cannot ask.</summary>
    Task<ProbeVerdict> ProbeRecipientAsync(string recipient, RecipientPin? pin, CancellationToken cancellation);
}
