using System;
using System.Collections.Generic;
using System.Text;

namespace Engage.Avro.Json;

/// <summary>Strict JSON (RFC 8259) to a positioned tree; the one parser that the library and the source generator share.</summary>
internal sealed class JsonTextParser
{
    /// <summary>Nesting above this is refused: .NET ends the process on a stack overflow.</summary>
    private const int DepthMax = 64;

    private readonly string text;
    private int position;
    private int depth;

    private JsonTextParser(string text) => this.text = text;

    /// <exception cref="JsonTextException">The text is not one JSON value; the exception names the place.</exception>
    public static JsonValue Parse(string text)
    {
        var parser = new JsonTextParser(text);
        var value = parser.ReadValue();
        parser.SkipBlanks();
        if (parser.position != text.Length) throw parser.Mistake("there is text after the end of the JSON value");
        return value;
    }

    private JsonValue ReadValue()
    {
        SkipBlanks();
        var offset = position;
        return Peek() switch
        {
            '{' => ReadObject(offset),
            '[' => ReadArray(offset),
            '"' => new JsonString(offset, ReadText()),
            't' => ReadWord("true", new JsonBoolean(offset, true)),
            'f' => ReadWord("false", new JsonBoolean(offset, false)),
            'n' => ReadWord("null", new JsonNull(offset)),
            _ => ReadNumber(offset),
        };
    }

    private JsonObject ReadObject(int offset)
    {
        var members = new List<KeyValuePair<string, JsonValue>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Open();
        while (HasNext('}', members.Count))
        {
            SkipBlanks();
            if (Peek() != '"') throw Mistake("a member name in double quotes is expected");
            var name = ReadText();
            if (!names.Add(name)) throw Mistake($"\"{name}\" is written twice in one object");
            SkipBlanks();
            if (Peek() != ':') throw Mistake("\":\" is expected after a member name");
            position++;
            members.Add(new KeyValuePair<string, JsonValue>(name, ReadValue()));
        }

        depth--;
        return new JsonObject(offset, members);
    }

    private JsonArray ReadArray(int offset)
    {
        var items = new List<JsonValue>();
        Open();
        while (HasNext(']', items.Count)) items.Add(ReadValue());
        depth--;
        return new JsonArray(offset, items);
    }

    private void Open()
    {
        if (++depth > DepthMax) throw Mistake($"values are nested deeper than {DepthMax} levels");
        position++;
    }

    private bool HasNext(char close, int readSoFar)
    {
        SkipBlanks();
        var next = Peek();
        if (next == close)
        {
            position++;
            return false;
        }

        if (readSoFar == 0) return true;
        if (next != ',') throw Mistake($"\",\" or \"{close}\" is expected");
        position++;
        return true;
    }

    private string ReadText()
    {
        var result = new StringBuilder();
        position++;
        while (true)
        {
            if (position >= text.Length) throw Mistake("a string has no closing quote");
            var next = text[position++];
            if (next == '"') return result.ToString();
            if (next < ' ') throw Mistake("a control character inside a string must be escaped");
            result.Append(next == '\\' ? ReadEscape() : next);
        }
    }

    private char ReadEscape()
    {
        if (position >= text.Length) throw Mistake("a string has no closing quote");
        var escape = text[position++];
        return escape switch
        {
            '"' or '\\' or '/' => escape,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => ReadHex(),
            _ => throw Mistake("an unknown escape sequence"),
        };
    }

    private char ReadHex()
    {
        var code = 0;
        for (var digit = 0; digit < 4; digit++)
        {
            code = (code * 16) + Peek() switch
            {
                >= '0' and <= '9' and var number => number - '0',
                >= 'a' and <= 'f' and var letter => letter - 'a' + 10,
                >= 'A' and <= 'F' and var letter => letter - 'A' + 10,
                _ => throw Mistake("four hexadecimal digits are expected after \\u"),
            };
            position++;
        }

        return (char)code;
    }

    private JsonNumber ReadNumber(int offset)
    {
        if (Peek() == '-') position++;
        var first = position;
        var whole = SkipDigits();
        if (whole == 0) throw Mistake("a JSON value is expected");
        if (whole > 1 && text[first] == '0') throw Mistake("a number has a leading zero");
        if (Peek() == '.')
        {
            position++;
            if (SkipDigits() == 0) throw Mistake("digits are expected after the decimal point");
        }

        if (Peek() is 'e' or 'E')
        {
            position++;
            if (Peek() is '+' or '-') position++;
            if (SkipDigits() == 0) throw Mistake("digits are expected in the exponent");
        }

        return new JsonNumber(offset, text.Substring(offset, position - offset));
    }

    private int SkipDigits()
    {
        var start = position;
        while (Peek() is >= '0' and <= '9') position++;
        return position - start;
    }

    private JsonValue ReadWord(string word, JsonValue value)
    {
        if (string.CompareOrdinal(text, position, word, 0, word.Length) != 0) throw Mistake("a JSON value is expected");
        position += word.Length;
        return value;
    }

    private void SkipBlanks()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r') position++;
    }

    private char Peek() => position < text.Length ? text[position] : '\0';

    private JsonTextException Mistake(string what) => new(what, position);
}
