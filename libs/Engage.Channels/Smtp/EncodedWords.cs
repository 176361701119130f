using System.Text;

namespace Engage.Channels.Smtp;

/// <summary>Where an encoded word is to stand.</summary>
internal enum EncodedWordUse
{
    /// <summary>In unstructured text such as a subject: plain ASCII is left as it is.</summary>
    Text,

    /// <summary>In the name before an address: always encoded.</summary>
    Phrase,
}

/// <summary>Header text beyond plain ASCII as encoded words (RFC 2047, base64), folded between words.</summary>
internal static class EncodedWords
{
    /// <summary>"=?utf-8?B?" + base64 + "?=" within 75 characters leaves 60 for base64: 45 bytes.</summary>
    private const int BytesPerWord = 45;

    private const int PlainLimit = 900; // A header line must stay below 998 characters (RFC 5322 §2.1.1).

    public static string Encode(string text, EncodedWordUse use = EncodedWordUse.Text)
    {
        // Text that looks like an encoded word must not be taken for one; a line break becomes harmless inside one.
        var isPlain = text.Length < PlainLimit && text.All(character => character is >= ' ' and <= '~') && !text.Contains("=?", StringComparison.Ordinal);
        if (isPlain && use == EncodedWordUse.Text) return text;

        var words = new StringBuilder();
        Span<byte> utf8 = stackalloc byte[4];
        var word = new List<byte>(BytesPerWord);
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(utf8);
            if (word.Count + length > BytesPerWord) Flush();
            for (var i = 0; i < length; i++) word.Add(utf8[i]);
        }

        if (word.Count > 0) Flush();
        return words.ToString();

        void Flush()
        {
            if (words.Length > 0) words.Append("\r\n ");
            words.Append("=?utf-8?B?").Append(Convert.ToBase64String([.. word])).Append("?=");
            word.Clear();
        }
    }
}
