using System.Text.Json;
using System.Text.Json.Serialization;

namespace Engage.Cli.Health;

/// <summary>What one worker process says of itself on its health page.</summary>
internal sealed record WorkerHealth
{
    /// <summary>ok or failing.</summary>
    public required string Status { get; init; }

    public required string Worker { get; init; }

    public required string Version { get; init; }

    /// <summary>starting, restoring, running, degraded or stopping.</summary>
    public required string State { get; init; }

    public required IReadOnlyList<string> Problems { get; init; }

    public required IReadOnlyList<TaskHealth> Tasks { get; init; }

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Asks a process.</summary>
    /// <param name="address">Of its metrics and health pages.</param>
    /// <returns>The page, or why there is none.</returns>
    public static async Task<(WorkerHealth? Page, string? Problem)> AskAsync(HttpClient http, Uri address, CancellationToken cancelled)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(address, "/health/ready"), cancelled); // 503 carries the same page.
            return (JsonSerializer.Deserialize<WorkerHealth>(await answer.Content.ReadAsStringAsync(cancelled), SnakeCase), null);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !cancelled.IsCancellationRequested)
        {
            return (null, $"{address} does not answer: {(away is TaskCanceledException ? "no answer in time" : away.Message)}");
        }
        catch (JsonException foreign)
        {
            return (null, $"{address} answers something else than a worker's health page: {foreign.Message}");
        }
    }

    /// <summary>One of its tasks.</summary>
    /// <param name="Lag">Null: unknown.</param>
    internal sealed record TaskHealth(int Partition, string State, string? StopReason, long? Lag, long RestoreRemaining)
    {
        [JsonIgnore]
        public string Text => StopReason is null ? State : $"{State}: {StopReason}";
    }
}
