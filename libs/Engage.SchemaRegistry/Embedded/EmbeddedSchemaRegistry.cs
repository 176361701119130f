using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>A schema registry with Confluent's REST API for laptops and tests: Avro only, loopback only, no authentication, one folder on disk.</summary>
/// <remarks>Every answer that changes something is given after the change is on the disk, so that ids survive a kill. https://docs.confluent.io/platform/current/schema-registry/develop/api.html</remarks>
public sealed class EmbeddedSchemaRegistry : IAsyncDisposable
{
    private const long RequestBytesMax = 1 << 20;

    private readonly WebApplication server;
    private readonly Registry registry;

    private EmbeddedSchemaRegistry(WebApplication server, Registry registry)
    {
        this.server = server;
        this.registry = registry;
        Address = new Uri(server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
    }

    /// <summary>Base address for clients.</summary>
    public Uri Address { get; }

    /// <summary>Loads the folder and listens; returns when requests are answered.</summary>
    /// <param name="options">Folder and port.</param>
    /// <param name="cancellation">Gives the start up.</param>
    /// <exception cref="IOException">The port is taken, the folder cannot be used, or another registry uses it.</exception>
    /// <exception cref="InvalidDataException">The folder's log is damaged.</exception>
    public static async Task<EmbeddedSchemaRegistry> StartAsync(EmbeddedSchemaRegistryOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var registry = new Registry(options.Folder);
        WebApplication? server = null;
        try
        {
            server = Build(options.Port, registry);
            await server.StartAsync(cancellation).ConfigureAwait(false);
            return new EmbeddedSchemaRegistry(server, registry);
        }
        catch
        {
            if (server is not null) await server.DisposeAsync().ConfigureAwait(false);
            registry.Dispose();
            throw;
        }
    }

    /// <summary>Finishes the requests under way and closes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await server.StopAsync().ConfigureAwait(false);
        await server.DisposeAsync().ConfigureAwait(false);
        registry.Dispose();
    }

    private static WebApplication Build(int port, Registry registry)
    {
        // Empty: no configuration files or variables of the process that hosts it, and no say in its signals.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBytesMax;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var server = builder.Build();
        server.Use(RegistryErrors.Answer);
        SubjectEndpoints.Map(server, registry);
        SchemaEndpoints.Map(server, registry);
        CompatibilityEndpoints.Map(server, registry);
        SettingEndpoints.Map(server, registry);
        server.MapFallback(() => RegistryErrors.NotFound());
        return server;
    }

    /// <summary>Leaves Ctrl-C and SIGTERM to the process.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
