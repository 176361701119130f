using Engage.Dispatcher.Sending;

namespace Engage.Dispatcher.Tests;

public sealed class DispatcherTopologyTests
{
    [Fact]
    public async Task The_topology_reads_keeps_and_writes_this()
    {
        await using var accounts = new Accounts(new ChannelsOptions(), TimeProvider.System);
        await using var pool = new SendPool(new SendPoolOptions());

        var topology = DispatcherTopology.Build(new DispatcherOptions(), new DispatchServices(accounts, pool, new SendPoolOptions(), TimeProvider.System, null));

        Assert.Equal(
            """
            worker dispatcher
              table   definitions
              read    actions
              read    player-profiles
              read    dispatch-work
              read    dispatch-commands
              process dispatch
              keep    profiles#1 -> dispatcher-changelog
              keep    waiting#2 ordered -> dispatcher-changelog
              keep    lanes#3 ordered -> dispatcher-changelog
              keep    queue#4 ordered -> dispatcher-changelog
              keep    sent#5 -> dispatcher-changelog
              keep    switches#6 ordered -> dispatcher-changelog
              keep    commands#7 -> dispatcher-changelog
              write   action-results
              write   dispatch-work
              write   dispatch-commands
              write   dispatch-events
              write   player-events
              reject  dead-letters

            """.ReplaceLineEndings("\n"), topology.Describe());
    }
}
