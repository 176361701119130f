using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Action = Engage.Contracts.Action;

namespace Engage.Dispatcher.Routing;

/// <summary>The JSON body of a platform action.</summary>
internal static class PlatformCall
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Body(Action action)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("action_id", action.ActionId);
            json.WriteString("type", action.ActionType);
            json.WriteString("player_id", action.PlayerId);
            json.WriteNumber("times", action.Times);
            if (action.Points is { } points) json.WriteNumber("points", points);
            json.WriteStartObject("payload");
            foreach (var (name, value) in action.Payload.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteString("rule_id", action.RuleId);
            json.WriteString("execution_id", action.ExecutionId);
            json.WriteString("occurred_at", Time(action.OccurredAtMicros));
            json.WriteString("decided_at", Time(action.DecidedAtMicros));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddMicroseconds(micros);
}
