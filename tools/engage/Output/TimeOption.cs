using System.CommandLine;
using System.Globalization;

namespace Engage.Cli.Output;

/// <summary>Options that take an instant: ISO 8601, in UTC where no offset is given, whatever the machine's zone.</summary>
internal static class TimeOption
{
    public static Option<DateTimeOffset?> Of(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)) return instant;
            result.AddError($"{name} {text}: give a time such as 2026-12-01T09:00:00Z (without an offset it is UTC)");
            return null;
        },
    };
}
