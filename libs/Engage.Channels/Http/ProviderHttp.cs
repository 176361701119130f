using System.Net;
using System.Net.Sockets;

namespace Engage.Channels.Http;

/// <summary>Makes the HTTP clients: no redirects, no cookies, five seconds to connect; for addresses that rules can choose, none of our own network.</summary>
internal static class ProviderHttp
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    public static HttpClient Create(NetworkReach reach)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectLimit,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // So that a provider's change of address is noticed.
            MaxResponseHeadersLength = 64,
        };
        if (reach == NetworkReach.PublicOnly)
        {
            handler.UseProxy = false; // A proxy would connect for us, unchecked.
            handler.ConnectCallback = ConnectPublicAsync;
        }

        return new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Connects to the very address that was checked, so that a name cannot resolve anew in between.</summary>
    private static async ValueTask<Stream> ConnectPublicAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation).ConfigureAwait(false);
        var open = Array.Find(addresses, PublicAddress.IsPublic)
            ?? throw new AddressRefusedException(context.DnsEndPoint.Host);

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(open, context.DnsEndPoint.Port), cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
