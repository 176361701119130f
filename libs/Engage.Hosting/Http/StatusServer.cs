using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engage.Hosting.Http;

/// <summary>The worker's small HTTP server: reads only, no body is taken.</summary>
internal sealed class StatusServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private StatusServer(WebApplication application) => this.application = application;

    /// <summary>Where it listens, with the port that was taken if 0 was asked for.</summary>
    public Uri Address => new(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <exception cref="IOException">The address is in use or not of this machine.</exception>
    public static async Task<StatusServer> StartAsync(Uri url, ILoggerFactory loggers, Action<IEndpointRouteBuilder> map)
    {
        // The empty builder reads no configuration of its own: no variable can open a second port.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(url.GetLeftPart(UriPartial.Authority));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = 64;
        });
        builder.Services.AddSingleton(loggers).AddRoutingCore();
        var application = builder.Build();
        application.UseRouting();
        map(application);
        await application.StartAsync().ConfigureAwait(false);
        return new(application);
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync().ConfigureAwait(false);
}
