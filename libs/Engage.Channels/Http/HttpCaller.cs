using System.Text;

namespace Engage.Channels.Http;

/// <summary>Makes requests and turns every way they can fail into a value.</summary>
/// <param name="http">Without a time limit of its own: <paramref name="timeLimit"/> holds.</param>
/// <param name="timeLimit">From connecting to the last byte of the answer.</param>
/// <param name="clock">For dates in <c>Retry-After</c> and for the time limit.</param>
internal sealed class HttpCaller(HttpClient http, TimeSpan timeLimit, TimeProvider clock)
{
    /// <summary>Answers are read up to this many bytes unless a call allows more.</summary>
    public const int AnswerLimitBytes = 64 * 1024;

    public async Task<HttpAnswer> CallAsync(HttpRequestMessage request, CancellationToken cancellation, int answerLimitBytes = AnswerLimitBytes)
    {
        var content = request.Content as TrackedContent;
        using var limit = new CancellationTokenSource(timeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var body = await ReadAsync(answer.Content, answerLimitBytes, either.Token).ConfigureAwait(false);
            var retryAfter = answer.Headers.TryGetValues("Retry-After", out var values) ? RetryAfterHeader.Parse(values.FirstOrDefault(), clock.GetUtcNow()) : null;
            return new HttpAnswer((int)answer.StatusCode, body, retryAfter, Fault: null, BodyLeft: true);
        }
        catch (OperationCanceledException)
        {
            return HttpAnswer.Failed("timeout", content?.HasBegun ?? true);
        }
        catch (Exception failure) when (failure is AddressRefusedException || failure.InnerException is AddressRefusedException)
        {
            return HttpAnswer.Failed("address_refused", bodyLeft: false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            var bodyLeft = content?.HasBegun ?? true;
            return HttpAnswer.Failed(bodyLeft ? "connection_closed" : "connection_failed", bodyLeft);
        }
    }

    private static async Task<string> ReadAsync(HttpContent content, int limitBytes, CancellationToken cancellation)
    {
        using var stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var buffer = new byte[Math.Min(limitBytes, (int?)content.Headers.ContentLength ?? 8_192)];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length == limitBytes) break; // What is cut no longer parses and is treated as an answer without meaning.
                Array.Resize(ref buffer, Math.Clamp(length * 2, 1_024, limitBytes));
            }

            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (read == 0) break;
            length += read;
        }

        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
