using System.Net;
using System.Net.Sockets;
using Engage.Channels.Http;

namespace Engage.Channels.Tests.Http;

public sealed class HttpCallerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_nobody_listens_on_cannot_have_acted()
    {
        var answer = await CallAsync(new Uri($"http://127.0.0.1:{FreePort()}/"), TimeSpan.FromSeconds(10));

        Assert.Equal(("connection_failed", false), (answer.Fault, answer.BodyLeft));
    }

    [Fact]
    public async Task A_server_that_closes_on_the_request_sees_it_once_and_may_have_acted()
    {
        using var server = new ClosingServer();

        var answer = await CallAsync(server.Address, TimeSpan.FromSeconds(10));

        Assert.Equal(("connection_closed", true), (answer.Fault, answer.BodyLeft));
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_may_have_acted()
    {
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        try
        {
            var answer = await CallAsync(new Uri($"http://{silent.LocalEndpoint}/"), TimeSpan.FromMilliseconds(300));

            Assert.Equal(("timeout", true), (answer.Fault, answer.BodyLeft));
        }
        finally
        {
            silent.Stop();
        }
    }

    private static async Task<HttpAnswer> CallAsync(Uri address, TimeSpan limit)
    {
        using var http = ProviderHttp.Create(NetworkReach.Any);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new TrackedContent([], "application/json") };
        return await new HttpCaller(http, limit, TimeProvider.System).CallAsync(request, Cancelled);
    }

    private static int FreePort()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }

    /// <summary>Reads what comes first on each connection, then closes it without a word.</summary>
    private sealed class ClosingServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private int requests;

        public ClosingServer()
        {
            listener.Start();
            _ = ServeAsync();
        }

        public Uri Address => new($"http://{listener.LocalEndpoint}/");

        public int Requests => Volatile.Read(ref requests);

        public void Dispose() => listener.Dispose();

        private async Task ServeAsync()
        {
            var buffer = new byte[4_096];
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    if (await client.GetStream().ReadAsync(buffer) > 0) Interlocked.Increment(ref requests);
                }
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                return; // The test is over.
            }
        }
    }
}
