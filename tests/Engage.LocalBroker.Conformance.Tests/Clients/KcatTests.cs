using Engage.LocalBroker.Conformance.Tests.Support;
using Engage.LocalBroker.Records;

namespace Engage.LocalBroker.Conformance.Tests.Clients;

public sealed class KcatTests : IAsyncLifetime
{
    private EmbeddedBroker broker = null!;
    private Cluster cluster = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(ForeignProcess.Exists("kcat"), "kcat is not installed.");
        broker = await EmbeddedBroker.StartAsync();
        cluster = new Cluster(broker.BootstrapServers);
        await cluster.CreateTopicAsync("k");
    }

    public async ValueTask DisposeAsync()
    {
        cluster?.Dispose();
        if (broker is not null) await broker.DisposeAsync();
    }

    [Fact]
    public async Task A_transactional_producer_commits_and_readers_of_both_isolations_see_what_they_should()
    {
        await KcatAsync("one\ntwo\n", "-P", "-t", "k", "-X", "transactional.id=k");
        var open = cluster.Producer("open");
        open.BeginTransaction();
        await open.SendAsync("k", "open");

        Assert.Equal(["one", "two"], (await KcatAsync("", "-C", "-t", "k", "-e", "-q", "-X", "isolation.level=read_committed")).Lines);
        Assert.Equal(["one", "two", "open"], (await KcatAsync("", "-C", "-t", "k", "-e", "-q", "-X", "isolation.level=read_uncommitted")).Lines);
    }

    /// <summary>kcat drops compression without a word when the advertised versions do not suit it (§1.4), so the stored bytes are asked.</summary>
    [Theory]
    [InlineData("gzip", CompressionCodec.Gzip)]
    [InlineData("snappy", CompressionCodec.Snappy)]
    [InlineData("lz4", CompressionCodec.Lz4)]
    [InlineData("zstd", CompressionCodec.Zstd)]
    public async Task Records_arrive_compressed_as_asked_for_and_are_read_again(string asked, object expected)
    {
        var value = new string('x', 2000);
        await KcatAsync($"{value}\n", "-P", "-t", "k", "-z", asked);

        var stored = Directory.EnumerateFiles(Path.Combine(broker.DataDirectory, "logs"), "*.log", SearchOption.AllDirectories).Single();
        await using (var file = new FileStream(stored, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            var head = new byte[BatchHeader.SizeBytes];
            await file.ReadExactlyAsync(head, TestContext.Current.CancellationToken);
            Assert.Equal(expected, new BatchHeader(head).Codec);
        }

        Assert.Equal([value], (await KcatAsync("", "-C", "-t", "k", "-e", "-q")).Lines);
    }

    [Fact]
    public async Task A_group_reads_everything_once_and_continues_where_it_stopped()
    {
        await cluster.Producer(null).SendAsync("k", "one", "two", "three");

        Assert.Equal(["one", "two"], (await GroupAsync(2)).Lines);
        Assert.Equal(2, cluster.Committed("k-group", "k").Value);
        Assert.Equal(["three"], (await GroupAsync(1)).Lines);

        Task<ProcessResult> GroupAsync(int count) => KcatAsync("", "-G", "k-group", "-c", $"{count}", "-q", "-X", "auto.offset.reset=earliest", "k");
    }

    private async Task<ProcessResult> KcatAsync(string input, params string[] arguments) =>
        (await ForeignProcess.RunAsync("kcat", ["-b", broker.BootstrapServers, .. arguments], Cluster.Patience, input)).Successful();
}
