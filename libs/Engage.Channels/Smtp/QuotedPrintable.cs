using System.Globalization;
using System.Text;

namespace Engage.Channels.Smtp;

/// <summary>Quoted-printable over UTF-8 (RFC 2045 §6.7): lines of at most 76 characters, every line break as CRLF.</summary>
internal static class QuotedPrintable
{
    private const int LineLimit = 76;

    public static void Append(StringBuilder output, string text)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            AppendLine(output, Encoding.UTF8.GetBytes(line));
            output.Append("\r\n");
        }
    }

    private static void AppendLine(StringBuilder output, byte[] line)
    {
        var column = 0;
        for (var i = 0; i < line.Length; i++)
        {
            var isBlank = line[i] is (byte)' ' or (byte)'\t';
            var isPlain = isBlank ? i < line.Length - 1 : line[i] is > 32 and < 127 and not (byte)'=';
            var width = isPlain ? 1 : 3;
            if (column + width > LineLimit - 1)
            {
                output.Append("=\r\n");
                column = 0;
            }

            if (isPlain) output.Append((char)line[i]);
            else output.Append('=').Append(line[i].ToString("X2", CultureInfo.InvariantCulture));
            column += width;
        }
    }
}
