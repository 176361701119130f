using System.Net;
using System.Text;

namespace Engage.Hosting.Tests.Processes;

/// <summary>A schema registry that gives the same answer to every look-up.</summary>
internal sealed class FakeRegistry : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Task serving;

    /// <param name="id">Of every schema; null: none is registered.</param>
    public FakeRegistry(int? id)
    {
        Url = $"http://127.0.0.1:{FreePort.Take()}/";
        listener.Prefixes.Add(Url);
        listener.Start();
        serving = ServeAsync(id);
    }

    public string Url { get; }

    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        listener.Close();
    }

    private async Task ServeAsync(int? id)
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            lock (Requests) Requests.Add($"{context.Request.HttpMethod} {context.Request.RawUrl}");
            var isLookup = context.Request.HttpMethod == "POST";
            context.Response.StatusCode = isLookup && id is null ? 404 : 200;
            var body = isLookup ? id is null ? """{"error_code":40401,"message":"Subject not found."}""" : $$"""{"subject":"any","id":{{id}},"version":1,"schema":"\"string\""}""" : "[]";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
    }
}
