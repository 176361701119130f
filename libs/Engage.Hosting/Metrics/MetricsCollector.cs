using System.Diagnostics.Metrics;

namespace Engage.Hosting.Metrics;

/// <summary>Listens to the process's meters and answers scrapes. Thread-safe.</summary>
/// <remarks>
/// Takes every meter whose name begins with <c>Engage.</c>, also those made later. An instrument's name is its metric's name. Counters and histograms keep what they were given;
/// observed gauges and counters exist only as long as they are observed.
/// </remarks>
internal sealed class MetricsCollector : IDisposable
{
    public const string MeterPrefix = "Engage.";

    /// <summary>A worker has some hundreds; at the limit new series are dropped, counted and alerted on.</summary>
    public const int LinesMax = 3_000;

    private readonly Lock gate = new();
    private readonly SortedDictionary<string, Metric> metrics = new(StringComparer.Ordinal);
    private readonly SeriesBudget budget;
    private readonly MeterListener listener = new();
    private readonly TimeProvider time;
    private readonly string meterPrefix;
    private double lastScrapeSeconds;

    public MetricsCollector(TimeProvider time, string meterPrefix = MeterPrefix, int linesMax = LinesMax)
    {
        this.time = time;
        this.meterPrefix = meterPrefix;
        budget = new SeriesBudget(linesMax);
        listener.InstrumentPublished = Subscribe;
        listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Record(value, tags, state));
        listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Record(value, tags, state));
        listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Record(value, tags, state));
        listener.Start();
    }

    /// <summary>Everything as of now, in Prometheus' text format.</summary>
    public string Scrape()
    {
        lock (gate)
        {
            var start = time.GetTimestamp();
            foreach (var metric in metrics.Values) metric.BeginObservation(budget);
            listener.RecordObservableInstruments();
            var writer = new ExpositionWriter();
            foreach (var metric in metrics.Values) writer.Metric(metric);

            // Not by instruments: when the exposition is full, these must still be told.
            writer.Gauge(MetricNames.MetricsDroppedSeries, "Label sets that were dropped because the exposition is full.", budget.DroppedSeries);
            writer.Gauge(MetricNames.ScrapeDuration, "How long the scrape before this took.", lastScrapeSeconds);
            lastScrapeSeconds = time.GetElapsedTime(start).TotalSeconds;
            return writer.ToString();
        }
    }

    public void Dispose() => listener.Dispose();

    private static Metric? Create(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => new HistogramMetric(histogram),
        Counter<long> or Counter<int> or Counter<double> => new NumberMetric(instrument, "counter", adds: true, isObserved: false),
        UpDownCounter<long> or UpDownCounter<int> or UpDownCounter<double> => new NumberMetric(instrument, "gauge", adds: true, isObserved: false),
        Gauge<long> or Gauge<int> or Gauge<double> => new NumberMetric(instrument, "gauge", adds: false, isObserved: false),
        ObservableCounter<long> or ObservableCounter<int> or ObservableCounter<double> => new NumberMetric(instrument, "counter", adds: false, isObserved: true),
        _ when instrument.IsObservable => new NumberMetric(instrument, "gauge", adds: false, isObserved: true),
        _ => null, // A kind that no metric of ours uses.
    };

    private void Subscribe(Instrument instrument, MeterListener subscriber)
    {
        if (!instrument.Meter.Name.StartsWith(meterPrefix, StringComparison.Ordinal) || Create(instrument) is not { } metric) return;
        lock (gate)
        {
            // Several makers of one name share its series: two tasks that count the same thing.
            if (metrics.TryGetValue(instrument.Name, out var known) && known.Type == metric.Type) metric = known;
            else metrics[instrument.Name] = metric;
        }

        subscriber.EnableMeasurementEvents(instrument, metric);
    }

    private void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        lock (gate) ((Metric)state!).Record(value, tags, budget);
    }
}
