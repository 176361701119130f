using Engage.Rules.Definitions;
using Engage.Rules.Documents;

namespace Engage.Rules.Parsing;

/// <summary>Reads numbers per currency, <c>{ EUR: 10, GBP: 8 }</c>, or one number for every currency.</summary>
internal static class CurrencyAmountsParser
{
    /// <summary>A step: one number or a map, all above 0.</summary>
    public static CurrencyAmounts? ParseStep(DefinitionNode node, string path, ParseContext context)
    {
        if (node is MappingNode mapping) return ParseMap(mapping, path, context, AmountSign.Positive);
        return ScalarReader.Positive(node, path, context) is { } value ? new CurrencyAmounts(value) : null;
    }

    /// <returns>Null, with a mistake noted, if no entry could be read.</returns>
    public static CurrencyAmounts? ParseMap(MappingNode mapping, string path, ParseContext context, AmountSign sign)
    {
        var amounts = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in mapping.Entries)
        {
            var entryPath = $"{path}.{entry.Key}";
            if (!CurrencyCode.IsValid(entry.Key))
            {
                context.Error(entry.KeyPosition, path, $"'{entry.Key}' is not a currency code; use 2 to 10 letters or digits, for example EUR");
                continue;
            }

            var value = sign == AmountSign.Positive
                ? ScalarReader.Positive(entry.Value, entryPath, context)
                : ScalarReader.Number(entry.Value, entryPath, context);
            if (value is { } number && !amounts.TryAdd(entry.Key, number))
            {
                context.Error(entry.KeyPosition, path, $"the currency {entry.Key.ToUpperInvariant()} is named twice; keep one");
            }
        }

        if (mapping.Entries.IsEmpty) context.Error(mapping.Position, path, "the map is empty; write { EUR: 10 }");
        return amounts.Count == 0 ? null : new CurrencyAmounts(amounts);
    }
}
