namespace Engage.Channels.Smtp;

/// <summary>Doubles dots at line starts (RFC 5321 §4.5.2), so that no line of a message can end it.</summary>
internal static class DotStuffing
{
    /// <param name="message">With CRLF line ends only, ending in one; a bare CR or LF would let a message smuggle another past a lenient relay.</param>
    /// <exception cref="ArgumentException">The message has a bare CR or LF, or does not end in CRLF.</exception>
    public static byte[] Apply(ReadOnlySpan<byte> message)
    {
        if (!message.EndsWith("\r\n"u8)) throw new ArgumentException("The message does not end in CRLF.", nameof(message));

        var stuffed = new List<byte>(message.Length + 16);
        for (var i = 0; i < message.Length; i++)
        {
            var isLineStart = i == 0 || message[i - 1] == '\n';
            if (message[i] == '\n' && (i == 0 || message[i - 1] != '\r')) throw new ArgumentException($"The message has a bare LF at {i}.", nameof(message));
            if (message[i] == '\r' && message[i + 1] != '\n') throw new ArgumentException($"The message has a bare CR at {i}.", nameof(message));
            if (isLineStart && message[i] == '.') stuffed.Add((byte)'.');
            stuffed.Add(message[i]);
        }

        return [.. stuffed];
    }
}
