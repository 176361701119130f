using Engage.Rules.Definitions;

namespace Engage.Rules.Parsing;

/// <summary>Turns the key of a condition into the field that it compares.</summary>
internal static class FieldParser
{
    /// <returns>Null if the key names no field.</returns>
    public static FieldRef? Parse(string key)
    {
        switch (key)
        {
            case "amount": return new FieldRef(FieldKind.Amount);
            case "currency": return new FieldRef(FieldKind.Currency);
            case "type": return new FieldRef(FieldKind.Type);
            case "source": return new FieldRef(FieldKind.Source);
        }

        // Names may hold dots themselves (profile.minigame.wheel.spins_left): only the first one separates.
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || dot == key.Length - 1) return null;
        var name = key[(dot + 1)..];
        return key[..dot] switch
        {
            "amounts" => new FieldRef(FieldKind.Amounts, name),
            "attributes" => new FieldRef(FieldKind.Attribute, name),
            "profile" => new FieldRef(FieldKind.Profile, name),
            "consents" => new FieldRef(FieldKind.Consent, name),
            _ => null,
        };
    }

    public static ComparedType TypeOf(FieldKind kind) => kind switch
    {
        FieldKind.Amount or FieldKind.Amounts => ComparedType.Money,
        FieldKind.Currency => ComparedType.Currency,
        FieldKind.Type or FieldKind.Source => ComparedType.Text,
        FieldKind.Consent => ComparedType.Consent,
        _ => ComparedType.Any,
    };

    /// <returns>Null if the text is neither <c>amount</c> nor <c>amounts.NAME</c>.</returns>
    public static MoneyField? ParseMoney(string text) => Parse(text) switch
    {
        { Kind: FieldKind.Amount } => MoneyField.Amount,
        { Kind: FieldKind.Amounts, Name: var name } => new MoneyField(name),
        _ => null,
    };
}
