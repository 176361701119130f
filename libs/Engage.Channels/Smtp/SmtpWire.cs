using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Engage.Channels.Smtp;

/// <summary>Commands and replies over one connection; every wait has a limit and every loss is a <see cref="SmtpConnectionLostException"/>.</summary>
internal sealed class SmtpWire(Stream stream, TimeProvider clock) : IDisposable
{
    private const int LineLimit = 2_048; // RFC 5321 §4.5.3.1.5 asks for 512; enhanced texts are longer.
    private const int ReplyLineLimit = 100;

    private readonly byte[] buffer = new byte[4_096];
    private Stream stream = stream;
    private int start;
    private int end;

    public bool IsSecured => stream is SslStream;

    public static async Task<SmtpWire> ConnectAsync(string host, int port, TimeSpan limit, TimeProvider clock, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await LimitedAsync(limit, clock, async token => await socket.ConnectAsync(host, port, token).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            return new SmtpWire(new NetworkStream(socket, ownsSocket: true), clock);
        }
        catch (SmtpConnectionLostException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Secures the connection. Bytes that came before the handshake are dropped: nobody vouches for them.</summary>
    public async Task SecureAsync(string host, TimeSpan limit, RemoteCertificateValidationCallback? trust, CancellationToken cancellation)
    {
        start = end = 0;
        var secured = new SslStream(stream, leaveInnerStreamOpen: false);
        stream = secured;
        var options = new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = trust };
        await LimitedAsync(limit, clock, token => secured.AuthenticateAsClientAsync(options, token), cancellation).ConfigureAwait(false);
    }

    public Task WriteAsync(ReadOnlyMemory<byte> bytes, TimeSpan limit, CancellationToken cancellation) => LimitedAsync(limit, clock, async token =>
    {
        await stream.WriteAsync(bytes, token).ConfigureAwait(false);
        await stream.FlushAsync(token).ConfigureAwait(false);
    }, cancellation);

    public Task WriteLineAsync(string line, TimeSpan limit, CancellationToken cancellation) => WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), limit, cancellation);

    public async Task<SmtpReply> ReadReplyAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var lines = new List<string>();
        await LimitedAsync(limit, clock, async token =>
        {
            do
            {
                lines.Add(await ReadLineAsync(token).ConfigureAwait(false));
            }
            while (lines.Count < ReplyLineLimit && lines[^1].Length > 3 && lines[^1][3] == '-');
        }, cancellation).ConfigureAwait(false);
        return SmtpReply.Parse(lines) ?? throw new SmtpConnectionLostException("unreadable_reply");
    }

    public void Dispose() => stream.Dispose();

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (start == end)
            {
                (start, end) = (0, await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false));
                if (end == 0) throw new SmtpConnectionLostException("connection_closed");
            }

            var newline = Array.IndexOf(buffer, (byte)'\n', start, end - start);
            var stop = newline < 0 ? end : newline;
            line.Append(Encoding.Latin1.GetString(buffer, start, stop - start));
            start = newline < 0 ? end : newline + 1;
            if (line.Length > LineLimit) throw new SmtpConnectionLostException("unreadable_reply");
            if (newline >= 0) return line.ToString().TrimEnd('\r');
        }
    }

    private static async Task LimitedAsync(TimeSpan limit, TimeProvider clock, Func<CancellationToken, Task> act, CancellationToken cancellation)
    {
        using var expiry = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellation);
        try
        {
            await act(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException late)
        {
            throw new SmtpConnectionLostException("timeout", late);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            throw new SmtpConnectionLostException("connection_closed", failure);
        }
        catch (System.Security.Authentication.AuthenticationException failure)
        {
            throw new SmtpConnectionLostException("tls_failed", failure);
        }
    }
}
