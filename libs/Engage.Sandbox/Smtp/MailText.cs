using System.Text;

namespace Engage.Sandbox.Smtp;

/// <summary>Reads just enough MIME to show what a recipient would read: headers, the first text part, base64 and quoted-printable.</summary>
internal sealed class MailText
{
    private readonly Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);

    private MailText(string raw)
    {
        var end = raw.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var head = end < 0 ? raw : raw[..end];
        var unfolded = head.Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal);
        foreach (var line in unfolded.Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) headers.TryAdd(line[..colon], line[(colon + 1)..].Trim());
        }

        RawBody = end < 0 ? "" : raw[(end + 4)..];
    }

    public string RawBody { get; }

    /// <summary>The first text part, decoded; the raw body where it has no form known here.</summary>
    public string Text => FirstPart() is { } part ? part.Text : Decoded();

    public static MailText Parse(string raw) => new(raw);

    public string? Header(string name) => headers.GetValueOrDefault(name);

    private MailText? FirstPart()
    {
        var type = Header("Content-Type") ?? "";
        if (!type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)) return null;

        var boundary = type.Split("boundary=", 2) is [_, var rest] ? rest.Split(';')[0].Trim('"', ' ') : "";
        return RawBody.Split("--" + boundary) is [_, var first, ..] ? Parse(first.TrimStart('\r', '\n')) : null;
    }

    private string Decoded() => (Header("Content-Transfer-Encoding") ?? "7bit").ToLowerInvariant() switch
    {
        "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(RawBody.ReplaceLineEndings(""))),
        "quoted-printable" => QuotedPrintable(RawBody),
        _ => RawBody,
    };

    private static string QuotedPrintable(string body)
    {
        var joined = body.Replace("=\r\n", "", StringComparison.Ordinal);
        var bytes = new List<byte>(joined.Length);
        for (var i = 0; i < joined.Length; i++)
        {
            if (joined[i] == '=' && i + 2 < joined.Length && byte.TryParse(joined.AsSpan(i + 1, 2), System.Globalization.NumberStyles.HexNumber, null, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.Add((byte)joined[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]).TrimEnd('\r', '\n');
    }
}
