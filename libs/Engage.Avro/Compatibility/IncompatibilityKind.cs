namespace Engage.Avro.Compatibility;

/// <summary>The kinds of mismatch that Avro's own checker tells apart; the names are those that schema registries print.</summary>
public enum IncompatibilityKind
{
    NameMismatch,
    FixedSizeMismatch,
    MissingEnumSymbols,
    ReaderFieldMissingDefaultValue,
    TypeMismatch,
    MissingUnionBranch,
}
