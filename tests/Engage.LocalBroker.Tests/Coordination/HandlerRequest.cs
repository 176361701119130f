using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Tests.Coordination;

/// <summary>One request as a handler receives it, without a socket.</summary>
internal sealed class HandlerRequest : IDisposable
{
    private readonly CancellationTokenSource closed = new();

    private HandlerRequest(RequestHeader header, byte[] body, bool flexible)
    {
        Context = new RequestContext
        {
            Header = header,
            Body = body,
            Response = new Response(),
            Flexible = flexible,
            ClientHost = "/127.0.0.1",
            Closed = closed.Token,
        };
        Context.Response.Begin(header.CorrelationId, tagged: flexible);
    }

    internal delegate void BodyWriter(KafkaWriter writer);

    public RequestContext Context { get; }

    public static HandlerRequest Of(ApiKey api, short version, bool flexible, BodyWriter write)
    {
        using var body = new GrowingBuffer();
        write(new KafkaWriter(body, flexible));
        return new(new RequestHeader(api, version, 1, "app"), body.Written.ToArray(), flexible);
    }

    public Task CloseAsync() => closed.CancelAsync();

    public void Dispose()
    {
        closed.Dispose();
        Context.Response.Dispose();
    }
}
