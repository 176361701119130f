using System.Globalization;

namespace Engage.Cli.Health;

/// <summary>The size of a worker's state, from its metrics page.</summary>
internal static class StoreSizes
{
    /// <returns>Null: the page does not answer, or the worker keeps no state.</returns>
    public static async Task<(long Bytes, long Keys)?> AskAsync(HttpClient http, Uri address, CancellationToken cancelled)
    {
        string page;
        try
        {
            page = await http.GetStringAsync(new Uri(address, "/metrics"), cancelled);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !cancelled.IsCancellationRequested)
        {
            return null;
        }

        return Value(page, "engage_state_store_bytes") is { } bytes ? (bytes, Value(page, "engage_state_store_keys") ?? 0) : null;
    }

    /// <summary>The sum of a metric's series; null: the page has none.</summary>
    internal static long? Value(string page, string metric)
    {
        double? sum = null;
        foreach (var line in page.Split('\n'))
        {
            if (!line.StartsWith(metric, StringComparison.Ordinal) || line.Length == metric.Length || line[metric.Length] is not (' ' or '{')) continue;
            if (double.TryParse(line[(line.LastIndexOf(' ') + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) sum = (sum ?? 0) + value;
        }

        return sum is { } found ? (long)found : null;
    }
}
