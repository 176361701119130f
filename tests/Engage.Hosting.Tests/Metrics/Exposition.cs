using System.Diagnostics.Metrics;

using Engage.Hosting.Metrics;

namespace Engage.Hosting.Tests.Metrics;

public sealed class Exposition : IDisposable
{
    private const string Own = "Engage.Tests.Exposition";

    private readonly Meter meter = new(Own);
    private readonly ManualTime time = new();

    public void Dispose() => meter.Dispose();

    [Fact]
    public void Counters_gauges_and_histograms_are_written_as_prometheus_reads_them()
    {
        using var collector = Collector();
        var records = meter.CreateCounter<long>("engage_sample_records_total", description: "Records taken.");
        var queue = meter.CreateUpDownCounter<long>("engage_sample_queue", description: "Waiting.");
        var wait = meter.CreateHistogram("engage_sample_wait_seconds", null, "Time waited.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        meter.CreateObservableGauge("engage_sample_lag_records", () => 42L, description: "Behind.");

        records.Add(2, new KeyValuePair<string, object?>("topic", "player-events"));
        records.Add(3, new KeyValuePair<string, object?>("topic", "player-events"));
        records.Add(1, new KeyValuePair<string, object?>("topic", "definitions"));
        queue.Add(5);
        queue.Add(-2);
        wait.Record(0.1);
        wait.Record(0.5);
        wait.Record(7);

        Assert.Equal(
            """
            # HELP engage_sample_lag_records Behind.
            # TYPE engage_sample_lag_records gauge
            engage_sample_lag_records 42
            # HELP engage_sample_queue Waiting.
            # TYPE engage_sample_queue gauge
            engage_sample_queue 3
            # HELP engage_sample_records_total Records taken.
            # TYPE engage_sample_records_total counter
            engage_sample_records_total{topic="definitions"} 1
            engage_sample_records_total{topic="player-events"} 5
            # HELP engage_sample_wait_seconds Time waited.
            # TYPE engage_sample_wait_seconds histogram
            engage_sample_wait_seconds_bucket{le="0.1"} 1
            engage_sample_wait_seconds_bucket{le="1"} 2
            engage_sample_wait_seconds_bucket{le="+Inf"} 3
            engage_sample_wait_seconds_sum 7.6
            engage_sample_wait_seconds_count 3

            """,
            Sample(collector));
    }

    [Fact]
    public void Labels_are_sorted_and_escaped()
    {
        using var collector = Collector();
        var counter = meter.CreateCounter<long>("engage_sample_odd_total");

        counter.Add(1, new("zone", "a\"b"), new KeyValuePair<string, object?>("area", "c\\d\ne"));

        Assert.Contains("engage_sample_odd_total{area=\"c\\\\d\\ne\",zone=\"a\\\"b\"} 1\n", Sample(collector), StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_labels_makes_no_new_series()
    {
        using var collector = Collector();
        var counter = meter.CreateCounter<long>("engage_sample_pairs_total");

        counter.Add(1, new("a", "1"), new KeyValuePair<string, object?>("b", "2"));
        counter.Add(1, new("b", "2"), new KeyValuePair<string, object?>("a", "1"));

        Assert.Contains("engage_sample_pairs_total{a=\"1\",b=\"2\"} 2\n", Sample(collector), StringComparison.Ordinal);
    }

    [Fact]
    public void A_combination_that_is_known_starts_at_zero()
    {
        using var collector = Collector();

        meter.CreateCounter<long>("engage_sample_results_total").Add(0, new KeyValuePair<string, object?>("result", "failed"));

        Assert.Contains("engage_sample_results_total{result=\"failed\"} 0\n", Sample(collector), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gauge_that_is_not_observed_any_more_is_gone()
    {
        using var collector = Collector();
        var partitions = new List<int> { 3, 7 };
        meter.CreateObservableGauge("engage_sample_partition_lag", () => partitions.Select(partition => new Measurement<long>(partition, new KeyValuePair<string, object?>("partition", partition))));
        Assert.Contains("engage_sample_partition_lag{partition=\"7\"} 7\n", Sample(collector), StringComparison.Ordinal);

        partitions.Remove(7);

        var text = Sample(collector);
        Assert.Contains("partition=\"3\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("partition=\"7\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Beyond_the_bound_series_are_dropped_and_counted_once_each()
    {
        using var collector = new MetricsCollector(time, Own, linesMax: 10);
        var counter = meter.CreateCounter<long>("engage_sample_players_total");

        for (var round = 0; round < 2; round++)
            for (var player = 0; player < 30; player++)
                counter.Add(1, new KeyValuePair<string, object?>("player", player));

        var lines = collector.Scrape().Split('\n');
        var kept = lines.Count(line => line.StartsWith("engage_sample_players_total{", StringComparison.Ordinal));
        Assert.Equal(10, kept);
        Assert.Contains("engage_metrics_dropped_series 20", lines);
    }

    [Fact]
    public void A_histogram_counts_with_all_its_lines_against_the_bound()
    {
        using var collector = new MetricsCollector(time, Own, linesMax: 20);
        var wait = meter.CreateHistogram("engage_sample_heavy_seconds", null, null, null, HistogramBuckets.Latency); // 16 lines.

        wait.Record(1, new KeyValuePair<string, object?>("channel", "sms"));
        wait.Record(1, new KeyValuePair<string, object?>("channel", "email"));

        var text = collector.Scrape();
        Assert.Contains("engage_sample_heavy_seconds_count{channel=\"sms\"} 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("channel=\"email\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_makers_may_count_under_one_name()
    {
        using var collector = Collector();
        using var other = new Meter(Own + ".Too");

        meter.CreateCounter<long>("engage_sample_shared_total").Add(1);
        other.CreateCounter<int>("engage_sample_shared_total").Add(2);

        Assert.Contains("engage_sample_shared_total 3\n", Sample(collector), StringComparison.Ordinal);
    }

    [Fact]
    public void Meters_of_strangers_are_not_exposed()
    {
        using var collector = Collector();
        using var stranger = new Meter("System.Net.Http.Sample");

        stranger.CreateCounter<long>("engage_sample_stranger_total").Add(1);

        Assert.DoesNotContain("engage_sample_stranger_total", Sample(collector), StringComparison.Ordinal);
    }

    [Fact]
    public void Measuring_from_many_threads_loses_nothing()
    {
        using var collector = Collector();
        var counter = meter.CreateCounter<long>("engage_sample_threads_total");

        Parallel.For(0, 8, _ =>
        {
            for (var count = 0; count < 5_000; count++) counter.Add(1);
        });

        Assert.Contains("engage_sample_threads_total 40000\n", Sample(collector), StringComparison.Ordinal);
    }

    [Fact]
    public void The_process_tells_of_itself_under_the_usual_names()
    {
        using var collector = new MetricsCollector(time);
        using var process = new ProcessMetrics();

        var text = collector.Scrape();

        Assert.All(
            ["process_cpu_seconds_total", "process_resident_memory_bytes", "process_start_time_seconds", "dotnet_gc_collections_total{generation=\"2\"}", "dotnet_gc_pause_seconds_total", "dotnet_threadpool_threads"],
            name => Assert.Contains($"\n{name} ", text, StringComparison.Ordinal));
    }

    private MetricsCollector Collector() => new(time, Own);

    /// <summary>The scrape without what the exposition and other tests of this process say.</summary>
    private static string Sample(MetricsCollector collector) =>
        string.Concat(collector.Scrape().Split('\n').Where(line => line.Contains("engage_sample_", StringComparison.Ordinal)).Select(line => line + "\n"));
}
