using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Engage.Sandbox.Smtp;

/// <summary>Lines over one client's socket, which may become TLS on the way.</summary>
internal sealed class SmtpConnection(TcpClient client, X509Certificate2 certificate, CancellationToken stopping) : IAsyncDisposable
{
    private readonly byte[] buffer = new byte[8_192];
    private Stream stream = client.GetStream();
    private int start;
    private int end;

    public bool Secured { get; private set; }

    public CancellationToken Stopping => stopping;

    /// <summary>The next line without its CRLF, bytes as Latin-1; null at the end of the stream.</summary>
    public async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            if (start == end)
            {
                end = await stream.ReadAsync(buffer, stopping).ConfigureAwait(false);
                start = 0;
                if (end == 0) return null;
            }

            var newline = Array.IndexOf(buffer, (byte)'\n', start, end - start);
            var stop = newline < 0 ? end : newline;
            line.Append(Encoding.Latin1.GetString(buffer, start, stop - start));
            start = newline < 0 ? end : newline + 1;
            if (newline >= 0) return line.ToString().TrimEnd('\r');
        }
    }

    public async Task WriteAsync(string reply)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(reply + "\r\n"), stopping).ConfigureAwait(false);
        await stream.FlushAsync(stopping).ConfigureAwait(false);
    }

    /// <summary>Forgets what a man in the middle may have put behind STARTTLS, then secures the stream.</summary>
    public async Task StartTlsAsync()
    {
        start = end = 0;
        var secured = new SslStream(stream, leaveInnerStreamOpen: false);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stopping).ConfigureAwait(false);
        stream = secured;
        Secured = true;
    }

    /// <summary>Cuts the connection so that the client sees a reset.</summary>
    /// <exception cref="IOException">Always: the session is over.</exception>
    public void Reset()
    {
        client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();
        throw new IOException("A fault rule cut the connection.");
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
