using System.Text;

namespace Engage.Rules.Identity;

/// <summary>The text form of an event's identity, <c>source/event_id/type</c>, each part %-escaped, by which a tag chain names its first event.</summary>
/// <remarks>Every byte outside RFC 3986's unreserved set (letters, digits, <c>- . _ ~</c>) becomes <c>%XX</c>, upper case, so the two slashes are the only ones.</remarks>
public static class RootId
{
    private const string UpperHex = "0123456789ABCDEF";

    /// <summary>The root id of an event.</summary>
    public static string Format(in EventIdentity identity)
    {
        var text = new StringBuilder(identity.Source.Length + identity.EventId.Length + identity.Type.Length + 2);
        Escape(text, identity.Source);
        text.Append('/');
        Escape(text, identity.EventId);
        text.Append('/');
        Escape(text, identity.Type);
        return text.ToString();
    }

    /// <summary>The root id of an event given as text.</summary>
    public static string Format(string source, string eventId, string type) =>
        Format(new EventIdentity(Encoding.UTF8.GetBytes(source), Encoding.UTF8.GetBytes(eventId), Encoding.UTF8.GetBytes(type)));

    /// <summary>Splits a root id into its three parts, unescaped. False where it has not exactly three, an escape is broken, or a part is not UTF-8.</summary>
    public static bool TryParse(string text, out string source, out string eventId, out string type)
    {
        source = eventId = type = "";
        var parts = text.Split('/');
        return parts.Length == 3 && TryUnescape(parts[0], out source) && TryUnescape(parts[1], out eventId) && TryUnescape(parts[2], out type);
    }

    private static void Escape(StringBuilder text, ReadOnlySpan<byte> part)
    {
        foreach (var octet in part)
        {
            if (IsUnreserved(octet)) text.Append((char)octet);
            else text.Append('%').Append(UpperHex[octet >> 4]).Append(UpperHex[octet & 0xF]);
        }
    }

    private static bool IsUnreserved(byte octet) =>
        octet is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'0' and <= (byte)'9'
            or (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~';

    private static bool TryUnescape(string part, out string value)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(part.Length)];
        var length = 0;
        value = "";
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] != '%')
            {
                length += Encoding.UTF8.GetBytes(part.AsSpan(i, 1), bytes.AsSpan(length));
                continue;
            }

            if (i + 2 >= part.Length || !char.IsAsciiHexDigit(part[i + 1]) || !char.IsAsciiHexDigit(part[i + 2])) return false;
            bytes[length++] = Convert.FromHexString(part.AsSpan(i + 1, 2))[0];
            i += 2;
        }

        try
        {
            value = StrictUtf8.GetString(bytes, 0, length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
