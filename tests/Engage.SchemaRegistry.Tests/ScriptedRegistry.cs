using System.Net;
using System.Text;

namespace Engage.SchemaRegistry.Tests;

/// <summary>A registry that answers what it is told to, and remembers what it was asked.</summary>
internal sealed class ScriptedRegistry : HttpMessageHandler
{
    private readonly Lock gate = new();

    public List<string> Requests { get; } = [];

    public string? Authorization { get; private set; }

    /// <summary>Answers a request; throws what the network would.</summary>
    public Func<string, (int Status, string Body)> Answer { get; set; } = _ => (500, "{}");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var line = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        lock (gate) Requests.Add(line);
        Authorization = request.Headers.Authorization?.ToString();
        var (status, body) = Answer(line);
        return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
    }
}
