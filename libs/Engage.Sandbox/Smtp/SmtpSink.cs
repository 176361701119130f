using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Engage.Sandbox.Faults;

namespace Engage.Sandbox.Smtp;

/// <summary>An SMTP server on loopback that keeps every message and passes none on.</summary>
internal sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly X509Certificate2 certificate;
    private readonly SandboxOptions options;
    private readonly Mailbox mailbox;
    private readonly FaultPlan faults;
    private readonly Lock gate = new();
    private readonly List<Task> sessions = [];
    private readonly Task accepting;

    public SmtpSink(SandboxOptions options, Mailbox mailbox, FaultPlan faults)
    {
        (this.options, this.mailbox, this.faults) = (options, mailbox, faults);
        certificate = SelfSigned();
        listener = new TcpListener(IPAddress.Loopback, options.SmtpPort);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        listener.Stop();
        await accepting.ConfigureAwait(false);
        Task[] left;
        lock (gate) left = [.. sessions];
        await Task.WhenAll(left).ConfigureAwait(false);
        certificate.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync(stopping.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                if (stopping.IsCancellationRequested) return;
                continue; // The client was gone before it was accepted.
            }

            lock (gate)
            {
                sessions.RemoveAll(session => session.IsCompleted);
                sessions.Add(ServeAsync(client));
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await using var connection = new SmtpConnection(client, certificate, stopping.Token);
                await new SmtpSession(connection, options, mailbox, faults).RunAsync().ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or System.Security.Authentication.AuthenticationException)
            {
                // The client left in the middle, or the sandbox stops: nothing was accepted that is not stored.
            }
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var from = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var made = request.CreateSelfSigned(from, from.AddYears(30));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }
}
