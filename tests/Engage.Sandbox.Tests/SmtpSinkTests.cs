using System.Net.Sockets;
using System.Text;

namespace Engage.Sandbox.Tests;

public sealed class SmtpSinkTests
{
    [Fact]
    public async Task A_mail_is_kept_with_its_envelope_and_shown_decoded_in_the_ledger()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        using var client = await Client.ConnectAsync(fixture.Sandbox.SmtpPort);

        await client.SendAsync("EHLO tests");
        var replies = await client.MailAsync("vip@casino.example", "X-Delivery-Id: d-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nJos=C3=A9 f=\r\nailed\r\n..dot\r\n");

        var entry = Assert.Single(fixture.Sandbox.Ledger.Entries);
        Assert.StartsWith("250 2.0.0 Queued as Q000001", replies);
        Assert.Equal(("email", "vip@casino.example", "d-1", "José failed\r\n.dot"), (entry.Kind, entry.Recipient, entry.DeliveryMark, entry.Text));
        Assert.Equal("engage@casino.example", Assert.Single(fixture.Sandbox.Mails).From);
    }

    [Theory]
    [InlineData("mail", 550, "5.7.1")]
    [InlineData("rcpt", 450, "4.2.1")]
    [InlineData("data", 421, "4.3.2")]
    [InlineData("dot", 554, "5.6.0")]
    public async Task A_step_can_be_made_to_fail(string step, int status, string enhanced)
    {
        await using var fixture = await SandboxFixture.StartAsync();
        fixture.Sandbox.Faults.Replace([new(new(Kind: "email", Method: step), new(Status: status, Error: enhanced))]);
        using var client = await Client.ConnectAsync(fixture.Sandbox.SmtpPort);

        await client.SendAsync("EHLO tests");
        var last = await client.MailAsync("vip@casino.example", "\r\ntext\r\n");

        Assert.StartsWith($"{status} {enhanced}", last);
        Assert.Empty(fixture.Sandbox.Mails);
    }

    [Fact]
    public async Task A_connection_cut_after_the_dot_may_leave_the_mail_behind()
    {
        await using var fixture = await SandboxFixture.StartAsync();
        fixture.Sandbox.Faults.Replace([new(new(Kind: "email", Method: "dot"), new(Reset: Faults.FaultReset.AfterAccept))]);
        using var client = await Client.ConnectAsync(fixture.Sandbox.SmtpPort);

        await client.SendAsync("EHLO tests");
        await Assert.ThrowsAnyAsync<IOException>(() => client.MailAsync("vip@casino.example", "\r\ntext\r\n"));

        Assert.Single(fixture.Sandbox.Mails);
    }

    [Fact]
    public async Task Greylisting_refuses_a_new_pair_for_its_time()
    {
        await using var fixture = await SandboxFixture.StartAsync(options => options with { SmtpGreylisting = TimeSpan.FromMinutes(5) });
        using var client = await Client.ConnectAsync(fixture.Sandbox.SmtpPort);
        await client.SendAsync("EHLO tests");

        var first = await client.MailAsync("vip@casino.example", "\r\ntext\r\n");
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        var later = await client.MailAsync("vip@casino.example", "\r\ntext\r\n");

        Assert.StartsWith("451 4.7.1", first);
        Assert.StartsWith("250", later);
    }

    [Theory]
    [InlineData("secret", "235")]
    [InlineData("guess", "535")]
    public async Task Only_the_right_password_opens(string password, string reply)
    {
        await using var fixture = await SandboxFixture.StartAsync(options => options with { SmtpCredentials = new("engage", "secret") });
        using var client = await Client.ConnectAsync(fixture.Sandbox.SmtpPort);

        await client.SendAsync("EHLO tests");
        var unauthenticated = await client.SendAsync("MAIL FROM:<a@b.example>");
        var answer = await client.SendAsync("AUTH PLAIN " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0engage\0{password}")));

        Assert.StartsWith("530", unauthenticated);
        Assert.StartsWith(reply, answer);
    }

    private sealed class Client(TcpClient tcp) : IDisposable
    {
        private readonly StreamReader reader = new(tcp.GetStream(), Encoding.Latin1);

        public static async Task<Client> ConnectAsync(int port)
        {
            var tcp = new TcpClient { ReceiveTimeout = 10_000 };
            await tcp.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            var client = new Client(tcp);
            Assert.StartsWith("220", await client.ReadAsync());
            return client;
        }

        /// <returns>The reply to the first step that was refused, else to the final dot.</returns>
        public async Task<string> MailAsync(string recipient, string message)
        {
            string[] steps = ["MAIL FROM:<engage@casino.example>", $"RCPT TO:<{recipient}>", "DATA", message + "."];
            var reply = "";
            foreach (var step in steps)
            {
                reply = await SendAsync(step);
                if (reply[0] >= '4') return reply;
            }

            return reply;
        }

        public async Task<string> SendAsync(string line)
        {
            await tcp.GetStream().WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), TestContext.Current.CancellationToken);
            return await ReadAsync();
        }

        public void Dispose()
        {
            reader.Dispose();
            tcp.Dispose();
        }

        private async Task<string> ReadAsync()
        {
            while (true)
            {
                var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new IOException("The sink closed the connection.");
                if (line.Length < 4 || line[3] != '-') return line;
            }
        }
    }
}
