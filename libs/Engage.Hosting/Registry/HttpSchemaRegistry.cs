using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

using Engage.Avro.Schemas;
using Engage.Hosting.Options;

namespace Engage.Hosting.Registry;

/// <summary>Confluent's REST interface, as much of it as a worker needs. Thread-safe.</summary>
/// <remarks>Source: docs.confluent.io/platform/current/schema-registry/develop/api.html.</remarks>
internal sealed class HttpSchemaRegistry : IDisposable
{
    private const int AnswerBytesMax = 1024 * 1024;

    private readonly HttpClient http;

    public HttpSchemaRegistry(RegistryOptions options, HttpMessageHandler? handler = null)
    {
        http = handler is null ? new HttpClient() : new HttpClient(handler);
        http.BaseAddress = new Uri(options.Url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        http.Timeout = options.Timeout;
        http.MaxResponseContentBufferSize = AnswerBytesMax;
        http.DefaultRequestHeaders.Accept.ParseAdd("application/vnd.schemaregistry.v1+json, application/json");
        if (Credentials(options) is { } credentials)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
    }

    /// <summary>The id of <paramref name="schema"/> under <paramref name="subject"/>; null: not registered there.</summary>
    /// <exception cref="HttpRequestException">No answer, or none that helps.</exception>
    public async Task<int?> FindIdAsync(string subject, AvroSchema schema, CancellationToken cancel)
    {
        using var answer = await SendAsync(
            HttpMethod.Post, $"subjects/{Uri.EscapeDataString(subject)}", JsonContent.Create(new { schema = SchemaText.Write(schema) }), cancel).ConfigureAwait(false);
        if (answer is null) return null;
        return answer.RootElement.TryGetProperty("id", out var id) && id.TryGetInt32(out var number) ? number : throw new HttpRequestException("its answer has no id");
    }

    /// <summary>The schema with that id; null: there is none.</summary>
    /// <exception cref="HttpRequestException">No answer, or none that helps.</exception>
    public async Task<string?> ReadTextAsync(int id, CancellationToken cancel)
    {
        using var answer = await SendAsync(HttpMethod.Get, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"schemas/ids/{id}"), null, cancel).ConfigureAwait(false);
        if (answer is null) return null;
        return answer.RootElement.TryGetProperty("schema", out var text) ? text.GetString() : throw new HttpRequestException("its answer has no schema");
    }

    /// <exception cref="HttpRequestException">No answer, or none that helps.</exception>
    public async Task PingAsync(CancellationToken cancel) => (await SendAsync(HttpMethod.Get, "schemas/types", null, cancel).ConfigureAwait(false))?.Dispose();

    public void Dispose() => http.Dispose();

    private static string? Credentials(RegistryOptions options)
    {
        if (options.Username.Length > 0) return $"{options.Username}:{options.Password}";
        return options.Url.UserInfo.Length > 0 ? Uri.UnescapeDataString(options.Url.UserInfo) : null;
    }

    /// <returns>Null for 404, which is an answer.</returns>
    private async Task<JsonDocument?> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        try
        {
            using var answer = await http.SendAsync(request, cancel).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.NotFound) return null;
            if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{http.BaseAddress} answered {(int)answer.StatusCode}");
            return await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false), cancellationToken: cancel).ConfigureAwait(false);
        }
        catch (JsonException mistake)
        {
            throw new HttpRequestException($"{http.BaseAddress} did not answer in JSON", mistake);
        }
        catch (OperationCanceledException timeout) when (!cancel.IsCancellationRequested)
        {
            throw new HttpRequestException($"{http.BaseAddress} did not answer within {http.Timeout.TotalSeconds} s", timeout);
        }
    }
}
