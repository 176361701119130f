using System.Net;
using System.Net.Http.Headers;

namespace Engage.Channels.Http;

/// <summary>A request body that remembers whether its bytes began to leave, which tells a request that was certainly not acted on from one that may have been.</summary>
/// <remarks>Every POST carries one, an empty body too: SocketsHttpHandler silently repeats a POST without content when the server closes the connection.</remarks>
internal sealed class TrackedContent : HttpContent
{
    private readonly byte[] body;

    public TrackedContent(byte[] body, string mediaType)
    {
        this.body = body;
        Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
    }

    /// <summary>True from just before the first byte of the body is handed to the connection.</summary>
    public bool HasBegun { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        HasBegun = true;
        await stream.WriteAsync(body, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
