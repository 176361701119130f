using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engage.SchemaRegistry.Client;
using Engage.SchemaRegistry.Embedded;

namespace Engage.SchemaRegistry.Tests;

/// <summary>An embedded registry in a folder of its own, with raw HTTP access to it.</summary>
internal sealed class RegistryHost : IAsyncDisposable
{
    private readonly HttpClient http = new();
    private EmbeddedSchemaRegistry server;

    private RegistryHost(string folder, EmbeddedSchemaRegistry server)
    {
        Folder = folder;
        this.server = server;
    }

    public string Folder { get; }

    public Uri Address => server.Address;

    public static async Task<RegistryHost> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("registry-").FullName;
        return new RegistryHost(folder, await OpenAsync(folder));
    }

    public SchemaRegistryClient Client(TimeProvider? time = null) => new(new SchemaRegistryOptions { Url = Address }, time ?? TimeProvider.System);

    public async Task RestartAsync()
    {
        await server.DisposeAsync();
        server = await OpenAsync(Folder);
    }

    /// <summary>Status and body; the body of an error is its code.</summary>
    public async Task<(int Status, string Body)> SendAsync(string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, path));
        if (body is not null) request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/vnd.schemaregistry.v1+json");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("application/vnd.schemaregistry.v1+json", response.Content.Headers.ContentType?.MediaType);
        if (response.IsSuccessStatusCode) return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var error = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        return ((int)response.StatusCode, error.GetProperty("error_code").GetRawText());
    }

    public Task<(int Status, string Body)> RegisterAsync(string subject, string schema) => SendAsync("POST", $"subjects/{subject}/versions", new { schema });

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static Task<EmbeddedSchemaRegistry> OpenAsync(string folder) => EmbeddedSchemaRegistry.StartAsync(new() { Folder = folder });
}
