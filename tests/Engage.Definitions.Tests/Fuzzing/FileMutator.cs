using System.Text;

namespace Engage.Definitions.Tests.Fuzzing;

/// <summary>Damages rule files the way slips, merges, other programs and malice do. A function of its random numbers.</summary>
/// <param name="good">Files without a mistake.</param>
/// <param name="faulty">Files with one each.</param>
internal sealed class FileMutator(Random random, IReadOnlyList<string> good, IReadOnlyList<string> faulty)
{
    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ":", ": ", "- ", ",", "?", "|", ">", "'", "\"", "#", " #", "---\n", "...\n", "%YAML 1.1\n", "&a ", "*a", "<<: *a\n", "!!str ", "!x ", "\t", "\n", "\r\n", " ", "  ",
        "\0", "\uFEFF", "\u0085", "\u2028", "é", "😀", "{{", "}}", "{{player.id}}", "{{event.amount | money | ", "~", "null", "true", "no", "NO", "yes",
        "0", "-1", "010", "1.123456789", "1e999999999", "-0", "+1", "0x10", ".inf", "99999999999999999999999999999999999999999999", "79228162514264337593543950335", "0.00000001", "1_000",
        "9223372036854775808", "2147483648", "10y", "9999999999999w", "24h", "0s", "2026-02-30", "2026-12-01T25:61", "9999-12-31", "0001-01-01", "25:00", "\"24:00\"", "31", "last",
        "Europe/Stockholm", "Mars/Base", "* * * * *", "*/0 0 31 2 *", "casino.*", "*", "engage.run", "EUR", "E", "everyone", "kind: rule\n", "kind: segment\n", "id: r\n", "where: ", "all: ", "any: ", "not: ",
        "in_segment: ", "count: { event: x, within: 24h, gte: 1 }", "accumulate: { count: 5 }\n", "trigger: { event: x }\n", "schedule: { every: 1s, from: 2026-01-01 }\n",
    ];

    /// <summary>A file of the corpus with one to four damages; now and then one that was built to hurt.</summary>
    public byte[] Next()
    {
        if (random.Next(40) == 0) return Encoding.UTF8.GetBytes(Hostile());
        var text = new StringBuilder(Source());
        for (var count = random.Next(1, random.Next(2, 6)); count > 0; count--) Damage(text);
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (random.Next(4) > 0 || bytes.Length == 0) return bytes;
        for (var count = random.Next(1, 4); count > 0; count--) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    private string Source() => Pick(random.Next(3) == 0 ? faulty : good);

    private T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    private void Damage(StringBuilder text)
    {
        var at = random.Next(text.Length + 1);
        switch (random.Next(12))
        {
            case 0: text.Insert(at, Pick(Tokens)); break;
            case 1: text.Remove(at, Math.Min(random.Next(12), text.Length - at)); break;
            case 2: text.Length = at; break;
            case 3 or 4: ReplaceWord(text, at); break;
            case 5: SwapWords(text); break;
            case 6 or 7: ChangeLines(text); break;
            case 8: text.Insert(at, Piece(Source())); break;
            case 9: text.Append("\n---\n").Append(Source()); break;
            case 10: text.Insert(at, (char)random.Next(1, 0xD800)); break;
            default: text.Insert(at, string.Concat(Enumerable.Repeat(Pick(Tokens), random.Next(1, 60)))); break;
        }
    }

    private void ReplaceWord(StringBuilder text, int at)
    {
        var (start, length) = Word(text, at);
        text.Remove(start, length).Insert(start, Pick(Tokens));
    }

    private void SwapWords(StringBuilder text)
    {
        var (first, second) = (Word(text, random.Next(text.Length + 1)), Word(text, random.Next(text.Length + 1)));
        if (first.Start > second.Start) (first, second) = (second, first);
        if (first.Start + first.Length > second.Start) return;
        var (left, right) = (text.ToString(first.Start, first.Length), text.ToString(second.Start, second.Length));
        text.Remove(second.Start, second.Length).Insert(second.Start, left).Remove(first.Start, first.Length).Insert(first.Start, right);
    }

    private static (int Start, int Length) Word(StringBuilder text, int at)
    {
        var (start, end) = (at, at);
        while (start > 0 && IsOfWord(text[start - 1])) start--;
        while (end < text.Length && IsOfWord(text[end])) end++;
        return (start, end - start);
    }

    private static bool IsOfWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-' or '#' or '@' or '+';

    private void ChangeLines(StringBuilder text)
    {
        var lines = text.ToString().Split('\n').ToList();
        var (line, other) = (random.Next(lines.Count), random.Next(lines.Count));
        switch (random.Next(6))
        {
            case 0: (lines[line], lines[other]) = (lines[other], lines[line]); break;
            case 1: lines.RemoveAt(line); break;
            case 2: lines.Insert(other, lines[line]); break;
            case 3: lines.InsertRange(other, Enumerable.Repeat(lines[line], random.Next(2, 200))); break;
            case 4: lines[line] = new string(' ', random.Next(1, 9)) + lines[line]; break;
            default: lines[line] = lines[line].TrimStart(); break;
        }

        text.Clear().AppendJoin('\n', lines);
    }

    private string Piece(string text)
    {
        var start = random.Next(text.Length);
        return text.Substring(start, random.Next(Math.Min(120, text.Length - start)));
    }

    private string Hostile()
    {
        var size = random.Next(1, 1 << random.Next(1, 15));
        const string Rule = "kind: rule\nid: r\ntrigger: { event: x }\nactions: [ give_points: { points: 1 } ]\n";
        switch (random.Next(14))
        {
            case 0: return new string('[', size);
            case 1: return "kind: " + string.Concat(Enumerable.Repeat("{a: ", size));
            case 2: return string.Concat(Enumerable.Repeat("- ", size)) + "x";
            case 3: return string.Concat(Enumerable.Range(0, Math.Min(size, 900)).Select(level => new string(' ', level) + "a:\n"));
            case 4: return "kind: segment\nid: s\nwhere: " + string.Concat(Enumerable.Repeat("{not: ", size % 40)) + "{profile.x: 1}" + new string('}', size % 40);
            case 5: return "a: &a [x, x]\n" + string.Concat(Enumerable.Range(0, size % 60).Select(level => $"b{level}: &b{level} [*{(level == 0 ? "a" : $"b{level - 1}")}, *a]\n"));
            case 6: return Rule + "name: " + new string('n', size * 20);
            case 7: return Rule + new string('k', size * 4) + ": 1\n";
            case 8: return string.Concat(Enumerable.Range(0, size % 1000).Select(number => $"kind: segment\nid: s{number}\nwhere: {{ in_segment: s{number + 1} }}\n---\n"));
            case 9: return "kind: segment\nid: s\nwhere: { profile.x: { in: [" + string.Join(", ", Enumerable.Range(0, size)) + "] } }\n";
            case 10: return "kind: rule\nid: r\ntrigger: { event: [" + string.Join(", ", Enumerable.Range(0, size).Select(number => $"t{number}")) + "] }\nactions: [ reset_points: {} ]\n";
            case 11: return Rule.Replace("points: 1", "points: " + new string('9', size), StringComparison.Ordinal);
            case 12: return "kind: rule\nid: r\ntrigger: { event: x }\nactions: [ send_slack: { to: \"#c\", text: \"" + string.Concat(Enumerable.Repeat("{{player.id | truncate:9}}", size % 4000)) + "\" } ]\n";
            default: return "? " + string.Concat(Enumerable.Repeat("? [", size)) + "\n\"" + string.Concat(Enumerable.Repeat("\\", size));
        }
    }
}
