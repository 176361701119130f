using System.Diagnostics;

namespace Engage.Avro.Compatibility;

/// <summary>One reason why a reader's schema cannot read everything that a writer's schema can write.</summary>
/// <param name="Kind">The kind of mismatch.</param>
/// <param name="Path">Where in the reader's schema, as a JSON pointer: <c>/fields/1/type</c>.</param>
/// <param name="Detail">What does not match: a field's name, the missing symbols, the two types.</param>
public sealed record Incompatibility(IncompatibilityKind Kind, string Path, string Detail)
{
    /// <summary>The name that schema registries use.</summary>
    public string Code => Kind switch
    {
        IncompatibilityKind.NameMismatch => "NAME_MISMATCH",
        IncompatibilityKind.FixedSizeMismatch => "FIXED_SIZE_MISMATCH",
        IncompatibilityKind.MissingEnumSymbols => "MISSING_ENUM_SYMBOLS",
        IncompatibilityKind.ReaderFieldMissingDefaultValue => "READER_FIELD_MISSING_DEFAULT_VALUE",
        IncompatibilityKind.TypeMismatch => "TYPE_MISMATCH",
        IncompatibilityKind.MissingUnionBranch => "MISSING_UNION_BRANCH",
        _ => throw new UnreachableException($"{Kind} has no code."),
    };
}
