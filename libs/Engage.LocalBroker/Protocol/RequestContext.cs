namespace Engage.LocalBroker.Protocol;

/// <summary>One request on its way through the broker: where its bytes are, who sent it, and the answer under construction.</summary>
/// <remarks>Lives until its answer is sent. The frame is the connection's and may be patched in place (Produce does).</remarks>
internal sealed class RequestContext
{
    public required RequestHeader Header { get; init; }

    /// <summary>The body, after the header; valid until the handler's task completes.</summary>
    public required Memory<byte> Body { get; init; }

    public required Response Response { get; init; }

    /// <summary>True when this version uses the compact encoding.</summary>
    public required bool Flexible { get; init; }

    /// <summary>Peer address as groups show it, for example <c>/127.0.0.1</c>.</summary>
    public required string ClientHost { get; init; }

    /// <summary>Cancelled when the client went away or the broker stops: parked handlers return at once.</summary>
    public required CancellationToken Closed { get; init; }

    public short Version => Header.Version;

    public string ClientId => Header.ClientId ?? "";

    /// <summary>What happens once the handler is done.</summary>
    public RequestEnding Ending { get; private set; } = RequestEnding.Answer;

    /// <summary>A reader at the start of the body.</summary>
    public KafkaReader Read() => new(Body.Span, Flexible);

    /// <summary>A writer that continues the answer's body; the header is already written.</summary>
    public KafkaWriter Reply() => new(Response.Buffer, Flexible, Response.Errors);

    /// <summary>A writer for version 0 of an answer, whatever version was asked.</summary>
    public KafkaWriter ReplyInOldestLayout() => new(Response.Buffer, flexible: false, Response.Errors);

    /// <summary>Sends nothing, as Produce with acks 0 demands.</summary>
    public void EndSilently() => Ending = RequestEnding.Silence;

    /// <summary>Closes the connection without an answer.</summary>
    public void EndByClosing() => Ending = RequestEnding.Close;
}
