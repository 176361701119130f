using Engage.Streams.Kafka.Tools;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engage.Hosting.Tests.Running;

public sealed class Context
{
    [Fact]
    public async Task What_a_topology_owns_is_released_once_the_last_given_first()
    {
        var context = new WorkerContext("engage.", new ClusterConnection("127.0.0.1:9092"), NullLoggerFactory.Instance, TimeProvider.System, new Dictionary<Type, object>());
        var released = new List<string>();
        context.Own(new Resource("connections", released));
        context.Own(new Resource("sender", released));

        await context.ReleaseAsync();
        await context.ReleaseAsync();

        Assert.Equal(["sender", "connections"], released);
    }

    private sealed class Resource(string name, List<string> released) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            released.Add(name);
            return ValueTask.CompletedTask;
        }
    }
}
