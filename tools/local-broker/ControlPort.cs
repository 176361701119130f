using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engage.LocalBroker.Host;

/// <summary>Takes orders for disturbances on a loopback port: one JSON object a line, one answered for each, in order.</summary>
/// <remarks><c>{"ok":true, ...}</c>, or <c>{"error":"..."}</c> when the order makes no sense. See <see cref="ControlOrders"/> for what there is.</remarks>
internal sealed class ControlPort : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly TcpListener listener;
    private readonly ControlOrders orders;
    private readonly Task accepting;

    /// <param name="port">0 takes a free one.</param>
    /// <param name="orders">What is done.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public ControlPort(int port, ControlOrders orders)
    {
        this.orders = orders;
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        accepting = AcceptAsync();
    }

    public EndPoint Address => listener.LocalEndpoint;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await accepting.ConfigureAwait(false);
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var conversations = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stopping.Token).ConfigureAwait(false);
                conversations.RemoveAll(static conversation => conversation.IsCompleted);
                conversations.Add(ConverseAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(conversations).ConfigureAwait(false);
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        using var connection = client;
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
        try
        {
            while (await reader.ReadLineAsync(stopping.Token).ConfigureAwait(false) is { } line)
            {
                var answer = await AnswerAsync(line).ConfigureAwait(false);
                await writer.WriteLineAsync(answer.ToJsonString().AsMemory(), stopping.Token).ConfigureAwait(false);
            }
        }
        catch (Exception ending) when (ending is IOException or OperationCanceledException)
        {
            // The other side hung up, or the broker stops.
        }
    }

    private async Task<JsonObject> AnswerAsync(string line)
    {
        try
        {
            var order = JsonNode.Parse(line)?.AsObject() ?? throw new FormatException("An order is a JSON object.");
            return await orders.ObeyAsync(order).ConfigureAwait(false);
        }
        catch (Exception mistake) when (mistake is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            return new JsonObject { ["error"] = mistake.Message };
        }
    }
}
