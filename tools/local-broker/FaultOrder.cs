using System.Text.Json.Nodes;
using Engage.LocalBroker.Faults;
using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Host;

/// <summary>A <see cref="FaultRule"/> as a JSON object.</summary>
/// <remarks>
/// <c>api, version, client_id, topic, partition, group, transactional_id</c> say which requests (absent: any), <c>skip</c> and <c>count</c> how many
/// (count 0: all), <c>stage</c> is BeforeHandling (default) or BeforeAnswer, <c>action</c> one of fail (with <c>error</c>), delay (with <c>ms</c>),
/// hold, drop, reset, close-after (with <c>bytes</c>), stop-reading.
/// </remarks>
internal static class FaultOrder
{
    /// <exception cref="FormatException">A field is missing or wrong.</exception>
    public static FaultRule Read(JsonObject order) => new()
    {
        Action = Action(order),
        Stage = order.ContainsKey("stage") ? order.Choice<FaultStage>("stage") : FaultStage.BeforeHandling,
        Api = order.ContainsKey("api") ? order.Choice<ApiKey>("api") : null,
        Version = order.ContainsKey("version") ? (short)order.Number("version") : null,
        ClientId = order.TextOrNull("client_id"),
        Topic = order.TextOrNull("topic"),
        Partition = order.ContainsKey("partition") ? order.Number("partition") : null,
        Group = order.TextOrNull("group"),
        TransactionalId = order.TextOrNull("transactional_id"),
        Skip = order.NumberOr("skip", 0),
        Count = order.NumberOr("count", 1) is > 0 and var count ? count : null,
    };

    private static FaultAction Action(JsonObject order) => order.Text("action") switch
    {
        "fail" => new FaultAction.FailWith(order.Choice<ErrorCode>("error")),
        "delay" => new FaultAction.DelayBy(TimeSpan.FromMilliseconds(order.Number("ms"))),
        "hold" => new FaultAction.Hold(),
        "drop" => new FaultAction.Drop(),
        "reset" => new FaultAction.Reset(),
        "close-after" => new FaultAction.CloseAfter(order.Number("bytes")),
        "stop-reading" => new FaultAction.StopReading(),
        var unknown => throw new FormatException($"There is no action '{unknown}'."),
    };
}
