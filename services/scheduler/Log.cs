using Microsoft.Extensions.Logging;

namespace Engage.Scheduler;

/// <summary>What only this worker logs.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "{Outcome}")]
    public static partial void Applied(ILogger logger, string outcome);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "{Request} could not be carried out and is tried again")]
    public static partial void NotApplied(ILogger logger, string request, Exception cause);
}
