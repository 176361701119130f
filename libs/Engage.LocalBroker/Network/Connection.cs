using System.Net;
using System.Net.Sockets;
using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Network;

/// <summary>One client's connection: a request at a time, answered strictly in order, as Kafka does.</summary>
internal sealed class Connection(Socket socket, long number, ConnectionContext context) : IDisposable
{
    private readonly FrameReader frames = new(socket);
    private readonly Response response = new();
    private readonly string host = "/" + ((IPEndPoint)socket.RemoteEndPoint!).Address;
    private CancellationTokenSource closed = new();

    /// <summary>Serves requests until the client leaves, misbehaves, or the broker stops.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        closed.Dispose();
        closed = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            while (await ServeNextAsync(stopping).ConfigureAwait(false))
            {
            }
        }
        catch (Exception ending) when (ending is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone or the broker stops; either way nobody is left to tell.
        }
        catch (MalformedRequestException malformed)
        {
            context.Log($"connection {number}: closed: {malformed.Message}");
        }
    }

    /// <summary>Cuts the connection without ceremony.</summary>
    public void Abort() => socket.Dispose();

    public void Dispose()
    {
        socket.Dispose();
        frames.Dispose();
        response.Dispose();
        closed.Dispose();
    }

    /// <summary>False when the connection is to be closed.</summary>
    private async Task<bool> ServeNextAsync(CancellationToken stopping)
    {
        if (await frames.ReadAsync(stopping).ConfigureAwait(false) is not { } frame) return false;

        var header = RequestHeader.Read(frame.Span, out var bodyStart);
        if (context.Dispatcher.Find(header) is not { } handler)
        {
            context.Log($"connection {number}: closed: {header.ClientId} sent {header.Api} version {header.Version}, which is not served.");
            LogRequest(header, [ErrorCode.UnsupportedVersion]);
            return false;
        }

        var request = Begin(header, frame[bodyStart..]);
        var goesOn = await HandleAsync(handler, request).ConfigureAwait(false) && request.Ending != RequestEnding.Close;
        LogRequest(header, response.Errors.Seen);
        if (!goesOn) return false;

        return request.Ending == RequestEnding.Silence || await AnswerAsync(request).ConfigureAwait(false);
    }

    private RequestContext Begin(in RequestHeader header, Memory<byte> body)
    {
        var flexible = ApiVersionTable.Find(header.Api)!.Value.IsFlexible(header.Version);
        // ApiVersions keeps the untagged response header in every version: the client may not know yet what we speak.
        response.Begin(header.CorrelationId, tagged: flexible && header.Api != ApiKey.ApiVersions);
        return new RequestContext
        {
            Header = header,
            Body = body,
            Response = response,
            Flexible = flexible,
            ClientHost = host,
            Closed = closed.Token,
        };
    }

    /// <summary>False when the connection is to be closed unanswered.</summary>
    private async Task<bool> HandleAsync(IApiHandler handler, RequestContext request)
    {
        try
        {
            if (!context.Faults.IsIdle && context.Faults.Find(FaultStage.BeforeHandling, request) is { } fault)
            {
                if (fault.Rule.Action is FaultAction.FailWith fail)
                {
                    handler.Refuse(request, fail.Error);
                    return true;
                }

                if (!await SufferAsync(fault).ConfigureAwait(false)) return false;
            }

            var handling = handler.HandleAsync(request);
            if (handling.IsCompletedSuccessfully) handling.GetAwaiter().GetResult();
            else await frames.WatchAsync(handling.AsTask(), closed.Cancel, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (BrokerCrashException)
        {
            return false;
        }
        catch (Exception bug) when (bug is not (MalformedRequestException or OperationCanceledException or ObjectDisposedException))
        {
            // A protocol has no reply for "the broker is wrong", so the client gets a closed connection and the log the reason.
            response.Errors.Add(ErrorCode.UnknownServerError);
            context.Log($"connection {number}: closed: {request.Header.Api} version {request.Version} failed: {bug}");
            return false;
        }
    }

    private async Task<bool> AnswerAsync(RequestContext request)
    {
        response.Seal();
        if (!context.Faults.IsIdle && context.Faults.Find(FaultStage.BeforeAnswer, request) is { } fault)
        {
            if (fault.Rule.Action is FaultAction.CloseAfter cut)
            {
                var sent = response.Buffer.WrittenMemory[..Math.Min(cut.Bytes, response.Buffer.Length)];
                await socket.SendAsync(sent, CancellationToken.None).ConfigureAwait(false);
                return false;
            }

            if (!await SufferAsync(fault).ConfigureAwait(false)) return false;
        }

        await ResponseSender.SendAsync(socket, response, CancellationToken.None).ConfigureAwait(false);
        response.Release();
        return true;
    }

    /// <summary>Lets a fault that is no answer take its course; false when it ends the connection.</summary>
    private async Task<bool> SufferAsync(Fault fault)
    {
        switch (fault.Rule.Action)
        {
            case FaultAction.DelayBy delay:
                await Task.Delay(delay.Delay, context.Time, closed.Token).ConfigureAwait(false);
                return true;
            case FaultAction.Hold:
                await fault.Released.WaitAsync(closed.Token).ConfigureAwait(false);
                return true;
            case FaultAction.StopReading:
                await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, closed.Token).ConfigureAwait(false);
                return false;
            case FaultAction.Reset:
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                return false;
            default:
                return false;
        }
    }

    private void LogRequest(in RequestHeader header, IReadOnlyList<ErrorCode> errors) =>
        context.Requests.Add(new LoggedRequest(context.Time.NowMs, number, header.ClientId ?? "", header.Api, header.Version, errors.Count == 0 ? [] : [.. errors]));
}
