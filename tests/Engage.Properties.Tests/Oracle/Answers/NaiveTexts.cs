using System.Globalization;
using System.Text.RegularExpressions;
using Engage.Properties.Tests.Model;

namespace Engage.Properties.Tests.Oracle.Answers;

/// <summary>Templates of contracts.md §2, piece by piece.</summary>
/// <param name="facts">By path: text, number, money with its currency, truth or instant; what is not there is missing.</param>
/// <param name="zone">How far the player's clock is ahead.</param>
internal sealed class NaiveTexts(IReadOnlyDictionary<string, object> facts, TimeSpan zone)
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    /// <param name="channel"><c>send_slack</c>, <c>html</c>, <c>subject</c>, <c>body</c> (JSON); all others are plain text.</param>
    public (string? Text, string? Failure) Of(Piece[] pieces, string channel)
    {
        var text = "";
        foreach (var piece in pieces)
        {
            var value = piece.Path is null ? null : facts.GetValueOrDefault(piece.Path);
            if (piece.Path is null) text += piece.Words;
            else if (value is null or "" && piece.Fallback is not null) text += Escape(piece.Fallback, channel);
            else if (value is null) return (null, "missing_variable:" + piece.Path);
            else
            {
                foreach (var filter in piece.Filters) value = value is null ? null : Filter(value, filter);
                if (value is null) return (null, "bad_value:" + piece.Path);
                text += Escape(Plain(value), channel);
            }
        }

        return (text, null);
    }

    private string? Filter(object value, string filter) => filter switch
    {
        "upper" => Plain(value).ToUpperInvariant(),
        "lower" => Plain(value).ToLowerInvariant(),
        "number" => Number(value) is { } number ? Written(number, "#,##0.########") : null,
        "money" when Number(value) is { } money => Written(money, "#,##0.00######") + (value is (decimal, string currency) ? " " + currency : ""),
        "date" when value is DateTimeOffset at => Written(at, "yyyy-MM-dd"),
        "date" when value is string text && DateOnly.TryParseExact(text, "yyyy-MM-dd", out _) => text,
        "money" or "date" => null,
        _ => string.Concat(Plain(value).Take(int.Parse(filter["truncate:".Length..], CultureInfo.InvariantCulture))),
    };

    private string Plain(object value) => value switch
    {
        decimal number => Written(number, "0.########"),
        (decimal money, _) => Written(money, "0.########"),
        bool truth => truth ? "true" : "false",
        DateTimeOffset at => Written(at, "yyyy-MM-dd HH:mm"),
        _ => (string)value,
    };

    private static decimal? Number(object value) => value switch
    {
        decimal number => number,
        (decimal money, _) => money,
        string text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private string Written(IFormattable value, string format) =>
        (value is DateTimeOffset at ? at.ToOffset(zone) : value).ToString(format, CultureInfo.InvariantCulture);

    private static string Escape(string value, string channel)
    {
        value = value.Replace("\u202E", "", Ordinal);
        return channel switch
        {
            "send_slack" => Regex.Replace(Entities(value), "@(?=channel|here|everyone)", "@\u2060", RegexOptions.IgnoreCase),
            "html" => Entities(value).Replace("\"", "&quot;", Ordinal).Replace("'", "&#39;", Ordinal),
            "subject" => value.Replace('\n', ' '),
            "body" => value.Replace("\\", "\\\\", Ordinal).Replace("\"", "\\\"", Ordinal).Replace("\n", "\\u000a", Ordinal),
            _ => value,
        };
    }

    private static string Entities(string value) => value.Replace("&", "&amp;", Ordinal).Replace("<", "&lt;", Ordinal).Replace(">", "&gt;", Ordinal);
}
