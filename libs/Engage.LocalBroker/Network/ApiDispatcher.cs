using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Network;

/// <summary>Finds who serves a request, and only in versions that are advertised.</summary>
internal sealed class ApiDispatcher
{
    private readonly Dictionary<ApiKey, IApiHandler> handlers;

    /// <exception cref="ArgumentException">An advertised request has no handler, or two.</exception>
    public ApiDispatcher(IEnumerable<IApiHandler> handlers)
    {
        this.handlers = handlers.ToDictionary(handler => handler.Api);
        foreach (var range in ApiVersionTable.All)
        {
            if (!this.handlers.ContainsKey(range.Api)) throw new ArgumentException($"{range.Api} is advertised but nobody serves it.", nameof(handlers));
        }
    }

    /// <summary>Null when the request must be answered by closing the connection: there is no generic error reply.</summary>
    public IApiHandler? Find(in RequestHeader header)
    {
        if (ApiVersionTable.Find(header.Api) is not { } range) return null;

        // ApiVersions answers every version, so that newer clients can find their way down.
        return range.Contains(header.Version) || header.Api == ApiKey.ApiVersions ? handlers[header.Api] : null;
    }
}
