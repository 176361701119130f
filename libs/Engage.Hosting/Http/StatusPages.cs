using System.Text.Encodings.Web;
using System.Text.Json;

using Engage.Hosting.Metrics;
using Engage.Hosting.Running;
using Engage.Streams;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engage.Hosting.Http;

/// <summary><c>/metrics</c>, <c>/health/live</c> and <c>/health/ready</c>.</summary>
internal static class StatusPages
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Map(IEndpointRouteBuilder routes, MetricsCollector metrics, WorkerStatus status)
    {
        routes.MapGet("/metrics", () => Results.Text(metrics.Scrape(), ExpositionWriter.ContentType));
        routes.MapGet("/health/live", () => Answer(status.IsLive, status));
        routes.MapGet("/health/ready", () => Answer(status.IsReady, status));
    }

    /// <summary>200 when it is so, 503 when not; the body is the same and tells everything.</summary>
    private static IResult Answer(bool isWell, WorkerStatus status) =>
        Results.Json(Describe(isWell, status), SnakeCase, statusCode: isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    private static HealthReport Describe(bool isWell, WorkerStatus status) => new(
        isWell ? "ok" : "failing",
        status.Worker,
        status.Version,
        status.State.ToString().ToLowerInvariant(),
        status.StartedAt,
        status.BrokerContactAt,
        status.Problems(),
        [.. status.Tasks.Select(task => new TaskReport(task.Partition, task.State.ToString().ToLowerInvariant(), task.StopReason, task.Lag, task.RestoreRemaining))]);
}
