using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Engage.SchemaRegistry.Client;

/// <summary>Requests with a bounded number of attempts.</summary>
internal sealed class RegistryTransport : IDisposable
{
    private const string ContentType = "application/vnd.schemaregistry.v1+json";

    /// <summary>A schema has at most 256 KiB; an answer far above that is none.</summary>
    private const int AnswerBytesMax = 4 << 20;

    private readonly HttpClient http;
    private readonly TimeProvider time;
    private readonly int attemptsMax;
    private readonly TimeSpan retryPause;
    private readonly TimeSpan timeout;

    public RegistryTransport(SchemaRegistryOptions options, TimeProvider time, HttpMessageHandler? handler)
    {
        var url = options.Url ?? throw new ArgumentException("The address of the schema registry is not set.", nameof(options));
        this.time = time;
        attemptsMax = options.AttemptsMax;
        retryPause = options.RetryPause;
        timeout = options.Timeout;
        http = new HttpClient(handler ?? new SocketsHttpHandler { ConnectTimeout = options.Timeout, AllowAutoRedirect = false })
        {
            BaseAddress = url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/"),
            MaxResponseContentBufferSize = AnswerBytesMax,
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.Accept.ParseAdd(ContentType);
        if (options.UserName.Length > 0)
        {
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.UserName}:{options.Password}"));
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        }
    }

    /// <summary>Null when the registry answers with one of <paramref name="absentCodes"/>.</summary>
    public Task<T?> TryGetAsync<T>(string path, int[] absentCodes, CancellationToken cancellation)
        where T : class => SendAsync<T>(HttpMethod.Get, path, null, absentCodes, cancellation);

    /// <summary>Null when the registry answers with one of <paramref name="absentCodes"/>.</summary>
    public Task<T?> TryPostAsync<T>(string path, object body, int[] absentCodes, CancellationToken cancellation)
        where T : class => SendAsync<T>(HttpMethod.Post, path, body, absentCodes, cancellation);

    public async Task<T> PostAsync<T>(string path, object body, CancellationToken cancellation)
        where T : class => (await SendAsync<T>(HttpMethod.Post, path, body, [], cancellation).ConfigureAwait(false))!;

    public async Task<T> PutAsync<T>(string path, object body, CancellationToken cancellation)
        where T : class => (await SendAsync<T>(HttpMethod.Put, path, body, [], cancellation).ConfigureAwait(false))!;

    public void Dispose() => http.Dispose();

    /// <summary>Everything the client asks for may be asked twice: registering an equal schema again gives the same id.</summary>
    private async Task<T?> SendAsync<T>(HttpMethod method, string path, object? body, int[] absentCodes, CancellationToken cancellation)
        where T : class
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SendOnceAsync<T>(method, path, body, absentCodes, cancellation).ConfigureAwait(false);
            }
            catch (SchemaRegistryUnreachableException) when (attempt < attemptsMax)
            {
                await Task.Delay(retryPause * Math.Pow(2, attempt - 1), time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<T?> SendOnceAsync<T>(HttpMethod method, string path, object? body, int[] absentCodes, CancellationToken cancellation)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Content(body) };
            using var response = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            var text = await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return Parse<T>(text) ?? throw Unreachable(method, path, "an empty answer", null);

            var error = ParseError(text);
            if (IsTrouble(response.StatusCode)) throw Unreachable(method, path, $"status {(int)response.StatusCode}: {error?.Message}", null);
            if (error is not null && absentCodes.Contains(error.Code)) return null;
            throw new SchemaRegistryException($"The schema registry refuses {method} {http.BaseAddress}{path}: {error?.Message ?? response.ReasonPhrase} (code {error?.Code ?? (int)response.StatusCode})", error?.Code ?? (int)response.StatusCode);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw Unreachable(method, path, failure is OperationCanceledException ? $"no answer within {timeout}" : failure.Message, failure);
        }
    }

    private static bool IsTrouble(HttpStatusCode status) => (int)status >= 500 || status == HttpStatusCode.TooManyRequests;

    private static ByteArrayContent Content(object body)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType()));
        content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        return content;
    }

    private static T? Parse<T>(byte[] text)
        where T : class => JsonSerializer.Deserialize<T>(text);

    /// <summary>Null when the body is not the registry's: a proxy answered.</summary>
    private static ErrorBody? ParseError(byte[] text)
    {
        try
        {
            return JsonSerializer.Deserialize<ErrorBody>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private SchemaRegistryUnreachableException Unreachable(HttpMethod method, string path, string why, Exception? cause) =>
        new($"The schema registry does not answer {method} {http.BaseAddress}{path}: {why}", cause);

    private sealed record ErrorBody([property: JsonPropertyName("error_code")] int Code, [property: JsonPropertyName("message")] string? Message);
}
