namespace Engage.LocalBroker.Topics;

/// <summary>Kafka's rule for topic names: 1 to 249 of <c>[A-Za-z0-9._-]</c>, neither "." nor "..".</summary>
internal static class TopicName
{
    private const int MaxLength = 249;

    public static bool IsValid(string name)
    {
        if (name.Length is 0 or > MaxLength || name is "." or "..") return false;

        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('.' or '_' or '-')) return false;
        }

        return true;
    }
}
