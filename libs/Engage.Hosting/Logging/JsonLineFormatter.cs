using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Encodings.Web;
using System.Text.Json;

using Engage.Hosting.Metrics;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Engage.Hosting.Logging;

/// <summary>One JSON object per line: time, level, worker, category, event id and name, message, the message's parameters, error, trace id.</summary>
internal sealed class JsonLineFormatter : ConsoleFormatter, IDisposable
{
    public const string FormatterName = "engage";

    private const string TemplateKey = "{OriginalFormat}";

    // A parameter of such a name stands in the message; an object must not have a field twice.
    private static readonly HashSet<string> OwnFields = ["time", "level", "worker", "category", "event_id", "event", "message", "error", "trace_id"];

    // The output is a log, not a web page: non-ASCII letters stay readable.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string worker;
    private readonly TimeProvider time;
    private readonly Meter meter = new(MetricsCollector.MeterPrefix + "Logging");
    private readonly Counter<long> written;

    public JsonLineFormatter(string worker, TimeProvider time)
        : base(FormatterName)
    {
        this.worker = worker;
        this.time = time;
        written = meter.CreateCounter<long>(MetricNames.LogMessages, description: "Log lines by level.");
        foreach (var level in (ReadOnlySpan<LogLevel>)[LogLevel.Information, LogLevel.Warning, LogLevel.Error, LogLevel.Critical]) Count(level, 0);
    }

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        Count(logEntry.LogLevel, 1);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow().UtcDateTime);
            json.WriteString("level", NameOf(logEntry.LogLevel));
            json.WriteString("worker", worker);
            json.WriteString("category", logEntry.Category);
            json.WriteNumber("event_id", logEntry.EventId.Id);
            if (logEntry.EventId.Name is { } name) json.WriteString("event", name);
            json.WriteString("message", logEntry.Formatter(logEntry.State, logEntry.Exception));
            WriteParameters(json, logEntry.State);
            if (logEntry.Exception is { } error) json.WriteString("error", error.ToString());
            if (Activity.Current is { } activity) json.WriteString("trace_id", activity.TraceId.ToHexString());
            json.WriteEndObject();
        }

        textWriter.Write(System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan));
        textWriter.Write('\n');
    }

    public void Dispose() => meter.Dispose();

    private static void WriteParameters<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> parameters) return;
        for (var index = 0; index < parameters.Count; index++)
        {
            var (name, value) = parameters[index];
            var field = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
            if (name == TemplateKey || OwnFields.Contains(field)) continue;
            json.WritePropertyName(field);
            WriteValue(json, value);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            default: json.WriteStringValue(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)); break;
        }
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        LogLevel.Critical => "critical",
        _ => "debug",
    };

    private void Count(LogLevel level, long count) => written.Add(count, new KeyValuePair<string, object?>("level", NameOf(level)));
}
