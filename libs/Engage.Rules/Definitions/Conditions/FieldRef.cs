namespace Engage.Rules.Definitions;

/// <summary>A field that a condition compares.</summary>
/// <param name="Name">What follows the first dot, for <c>amounts</c>, <c>attributes</c>, <c>profile</c> and <c>consents</c>; else null.</param>
public readonly record struct FieldRef(FieldKind Kind, string? Name = null)
{
    /// <summary>True for the fields of events; false for those of players.</summary>
    public bool IsOfEvent => Kind is not (FieldKind.Profile or FieldKind.Consent);

    public override string ToString() => Kind switch
    {
        FieldKind.Amount => "amount",
        FieldKind.Amounts => "amounts." + Name,
        FieldKind.Currency => "currency",
        FieldKind.Type => "type",
        FieldKind.Source => "source",
        FieldKind.Attribute => "attributes." + Name,
        FieldKind.Profile => "profile." + Name,
        FieldKind.Consent => "consents." + Name,
        _ => throw new System.Diagnostics.UnreachableException($"The field kind {Kind} has no name."),
    };
}
