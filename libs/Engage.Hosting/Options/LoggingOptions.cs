using Microsoft.Extensions.Logging;

namespace Engage.Hosting.Options;

/// <summary>Section <c>Logging</c>.</summary>
public sealed class LoggingOptions
{
    /// <summary>The least level that is written.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;
}
