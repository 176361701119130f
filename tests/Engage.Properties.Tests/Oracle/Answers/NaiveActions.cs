using System.Globalization;
using Engage.Properties.Tests.Model;

namespace Engage.Properties.Tests.Oracle.Answers;

/// <summary>Semantics 3, 4 and 42 of one action, as plainly as they can be written.</summary>
internal static class NaiveActions
{
    /// <summary>The action as it is decided.</summary>
    /// <param name="occurred">Microseconds, as the other.</param>
    public static string Row(ActionModel action, int executions, long occurred, long ingested)
    {
        var times = action.Points is not null || action.Repeatable ? executions : 1;
        var gives = string.Join(' ', action.Gives.OrderBy(give => give.Key).Select(give => $"{give.Key}={give.Value}"));
        var after = Limit(action.ExpiresAfter, action.Type switch { "send_slack" => 24, "send_sms" => 4, "send_email" => 72, _ => null });
        var age = IsTooOld(action, occurred, ingested) ? " too old" : "";
        return $"{action.Type} x{times} points {action.Points * times:0.########} [{gives}] expires {ingested + after}{age}";
    }

    /// <summary>Where it goes and what it says there; or why it ends at once.</summary>
    public static string Message(ActionModel action, NaiveTexts texts, bool isTooOld, string language)
    {
        if (isTooOld) return "expired max_age";
        var said = new List<string>();
        foreach (var part in new[] { "subject", "text", "html", "body" }.Where(action.Texts.ContainsKey))
        {
            var (text, failure) = texts.Of(action.Texts[part], part == "text" ? action.Type : part);
            if (failure is null && part != "body" && string.IsNullOrWhiteSpace(text)) failure = "no_text";
            if (failure is not null) return $"failed_message {failure}";
            said.Add($"{part}: {text}");
        }

        if (action is { Type: "send_sms", HasStopText: true }) said[0] += language == "sv" ? " Stoppa SMS: svara STOP" : " To stop SMS, reply STOP";
        return $"to {action.To} {string.Join(" | ", said)}";
    }

    public static bool IsTooOld(ActionModel action, long occurred, long ingested) =>
        ingested - occurred > Limit(action.MaxAge, action.Type.StartsWith("send_", StringComparison.Ordinal) ? 1 : null);

    private static long? Limit(string? stated, int? hours) =>
        stated == "none" ? null : (stated is null ? hours * 3600L : long.Parse(stated, CultureInfo.InvariantCulture)) * NaiveRules.Second;
}
