using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Engage.Sandbox.Faults;

namespace Engage.Sandbox.Twilio;

/// <summary>Posts a message's later states to its <c>StatusCallback</c>, signed as Twilio signs; only to loopback addresses.</summary>
/// <remarks>A fault of kind sms and method <c>callback</c> with an error makes the message end undelivered with that code.</remarks>
internal sealed class TwilioCallbacks(FaultPlan faults, string token) : IAsyncDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly List<Task> running = [];

    /// <summary>Starts reporting in the background; a message without a loopback callback still reaches its end state.</summary>
    public void Follow(TwilioMessage message, string? callback)
    {
        var errorCode = int.TryParse(faults.Next("sms", "callback", message.To)?.Error, CultureInfo.InvariantCulture, out var code) ? code : (int?)null;
        message.ErrorCode = errorCode;
        message.Status = errorCode is null ? "delivered" : "undelivered";
        if (!Uri.TryCreate(callback, UriKind.Absolute, out var address) || !address.IsLoopback) return;

        lock (gate)
        {
            running.RemoveAll(task => task.IsCompleted);
            running.Add(ReportAsync(message, address, ["sent", message.Status]));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        Task[] left;
        lock (gate) left = [.. running];
        await Task.WhenAll(left).ConfigureAwait(false);
        http.Dispose();
        stopping.Dispose();
    }

    /// <summary>Base64 of HMAC-SHA1 over the address and the sorted parameters: twilio.com/docs/usage/security.</summary>
    internal static string Sign(string token, Uri address, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var signed = new StringBuilder(address.AbsoluteUri);
        foreach (var (name, value) in parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal)) signed.Append(name).Append(value);
#pragma warning disable CA5350 // Twilio's scheme prescribes SHA-1.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(signed.ToString())));
#pragma warning restore CA5350
    }

    private async Task ReportAsync(TwilioMessage message, Uri address, IReadOnlyList<string> states)
    {
        foreach (var state in states)
        {
            var parameters = new Dictionary<string, string>
            {
                ["MessageSid"] = message.Sid,
                ["AccountSid"] = message.AccountSid,
                ["MessageStatus"] = state,
                ["To"] = message.To,
                ["From"] = message.From,
            };
            if (state == "undelivered" && message.ErrorCode is { } code) parameters["ErrorCode"] = code.ToString(CultureInfo.InvariantCulture);

            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(parameters) };
            request.Headers.Add("X-Twilio-Signature", Sign(token, address, parameters));
            try
            {
                using var answer = await http.SendAsync(request, stopping.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                return; // Twilio gives a callback up as well when nobody answers; the message's state stays readable.
            }
        }
    }
}
