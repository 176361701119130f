using Engage.Avro.Compatibility;

namespace Engage.SchemaRegistry.Embedded;

/// <summary>Violations as the lines that the Confluent API answers to a verbose check.</summary>
internal static class CompatibilityMessages
{
    public static List<string> Of(IReadOnlyList<RuleViolation> violations, int oldVersion, string oldSchema, CompatibilityLevel level)
    {
        var lines = violations.Select(Describe).ToList();
        lines.Add($"{{oldSchemaVersion: {oldVersion}}}");
        lines.Add($"{{oldSchema: '{oldSchema}'}}");
        lines.Add($"{{compatibility: '{CompatibilityLevels.NameOf(level)}'}}");
        return lines;
    }

    private static string Describe(RuleViolation violation)
    {
        var mismatch = violation.Mismatch;
        var (reader, writer) = violation.ReaderIsCandidate ? ("new", "old") : ("old", "new");
        var description = mismatch.Kind switch
        {
            IncompatibilityKind.ReaderFieldMissingDefaultValue => $"The field '{mismatch.Detail}' at path '{mismatch.Path}' in the {reader} schema has no default value and is missing in the {writer} schema",
            IncompatibilityKind.MissingUnionBranch => $"The {reader} schema is missing a type inside a union field at path '{mismatch.Path}' in the {writer} schema",
            IncompatibilityKind.MissingEnumSymbols => $"The {reader} schema is missing enum symbols {mismatch.Detail} at path '{mismatch.Path}' in the {writer} schema",
            IncompatibilityKind.NameMismatch => $"The name of the schema has changed (path '{mismatch.Path}')",
            IncompatibilityKind.FixedSizeMismatch => $"The size of the {reader} schema's fixed field at path '{mismatch.Path}' does not match with the {writer} schema",
            _ => $"The type (path '{mismatch.Path}') of a field in the {reader} schema does not match with the {writer} schema",
        };
        return $"{{errorType:'{mismatch.Code}', description:'{description}', additionalInfo:'{mismatch.Detail}'}}";
    }
}
