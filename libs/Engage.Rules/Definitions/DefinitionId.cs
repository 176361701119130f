namespace Engage.Rules.Definitions;

/// <summary>The form of a definition's id: <c>[a-z0-9][a-z0-9-]{0,62}</c>.</summary>
public static class DefinitionId
{
    public const int MaxLength = 63;

    public static bool IsValid(string? id)
    {
        if (string.IsNullOrEmpty(id) || id.Length > MaxLength || id[0] == '-') return false;

        foreach (var character in id)
        {
            if (character is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')) return false;
        }

        return true;
    }
}
