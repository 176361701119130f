using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Engage.Avro.Generator;

/// <summary>snake_case to PascalCase, and out of the way of what C# reserves.</summary>
internal static class CSharpName
{
    /// <summary>Members that every record or view has already.</summary>
    private static readonly HashSet<string> Reserved =
        ["Clone", "Equals", "EqualityContract", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "Parse", "PrintMembers", "Raw", "ReferenceEquals", "Skip", "ToRecord", "ToString", "TryParse", "Write"];

    public static string Pascal(string avroName)
    {
        var result = new StringBuilder();
        foreach (var word in avroName.Split('_'))
        {
            if (word.Length == 0) continue;
            result.Append(char.ToUpperInvariant(word[0]));
            // A symbol in capitals (SELF_EXCLUDED) becomes SelfExcluded; a name with capitals inside keeps them.
            result.Append(word.All(character => !char.IsLower(character)) ? word.Substring(1).ToLowerInvariant() : word.Substring(1));
        }

        if (result.Length == 0 || char.IsDigit(result[0])) result.Insert(0, '_');
        return result.ToString();
    }

    /// <summary>The property for a field of the record <paramref name="owner"/>, with the unit that its type implies.</summary>
    public static string Property(string fieldName, string unit, string owner)
    {
        var name = Pascal(fieldName);
        if (unit.Length > 0 && !name.EndsWith(unit, System.StringComparison.Ordinal)) name += unit;
        return name == owner || Reserved.Contains(name) ? name + "Value" : name;
    }
}
