using System.Text.Json;

using Engage.Hosting.Logging;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engage.Hosting.Tests.Logging;

public sealed partial class JsonLines : IDisposable
{
    private readonly JsonLineFormatter formatter = new("accumulator", new ManualTime());

    public void Dispose() => formatter.Dispose();

    [Fact]
    public void A_line_is_one_json_object_with_event_and_parameters()
    {
        var line = Write(logger => TaskStarted(logger, "player-events", 3, 1_234));

        Assert.Equal(
            """{"time":"2026-12-01T09:00:00Z","level":"info","worker":"accumulator","category":"Engage.Tests","event_id":17,"event":"TaskStarted","message":"Task player-events/3 starts at 1234","topic":"player-events","partition":3,"start_offset":1234}""" + "\n",
            line);
    }

    [Fact]
    public void An_error_stays_on_its_line()
    {
        var line = Write(logger => Failed(logger, new InvalidOperationException("first\nsecond")));

        Assert.Equal(1, line.Count(character => character == '\n'));
        using var json = JsonDocument.Parse(line);
        Assert.Equal("error", json.RootElement.GetProperty("level").GetString());
        Assert.Contains("first\nsecond", json.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_cannot_repeat_a_field()
    {
        var line = Write(logger => Colliding(logger, "x", 5));

        using var json = JsonDocument.Parse(line);
        Assert.Equal("accumulator", json.RootElement.GetProperty("worker").GetString());
        Assert.Equal("Worker x on 5", json.RootElement.GetProperty("message").GetString());
        Assert.Distinct(json.RootElement.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public void A_redacted_value_never_shows()
    {
        var address = new Redacted<string>("ada@casino.example");

        var line = Write(logger => Contacted(logger, address));

        Assert.Contains("[redacted]", line, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@", line + address + $"{address}" + string.Concat(address, ""), StringComparison.Ordinal);
        Assert.DoesNotContain("ada@", string.Format(System.Globalization.CultureInfo.InvariantCulture, "{0:x}", address), StringComparison.Ordinal);
        Assert.DoesNotContain("ada@", JsonSerializer.Serialize(new { address }), StringComparison.Ordinal);
        Assert.Equal("ada@casino.example", address.Reveal());
    }

    [LoggerMessage(17, LogLevel.Information, "Task {Topic}/{Partition} starts at {StartOffset}")]
    private static partial void TaskStarted(ILogger logger, string topic, int partition, long startOffset);

    [LoggerMessage(18, LogLevel.Error, "Failed")]
    private static partial void Failed(ILogger logger, Exception error);

    [LoggerMessage(19, LogLevel.Information, "Worker {Worker} on {Partition}")]
    private static partial void Colliding(ILogger logger, string worker, int partition);

    [LoggerMessage(20, LogLevel.Information, "Contacted {Address}")]
    private static partial void Contacted(ILogger logger, Redacted<string> address);

    private string Write(Action<ILogger> log)
    {
        using var output = new StringWriter();
        log(new FormattingLogger(formatter, output));
        return output.ToString();
    }

    private sealed class FormattingLogger(JsonLineFormatter formatter, TextWriter output) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> text) =>
            formatter.Write(new LogEntry<TState>(logLevel, "Engage.Tests", eventId, state, exception, text), null, output);
    }
}
