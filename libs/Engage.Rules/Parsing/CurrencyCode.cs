namespace Engage.Rules.Parsing;

/// <summary>The form of currency codes: 2 to 10 letters or digits, ISO 4217 or any other.</summary>
internal static class CurrencyCode
{
    public static bool IsValid(string code)
    {
        if (code.Length is < 2 or > 10) return false;
        foreach (var character in code)
        {
            if (!char.IsAsciiLetterOrDigit(character)) return false;
        }

        return true;
    }
}
