using Engage.Avro.Compatibility;
using Engage.Avro.Schemas;

namespace Engage.SchemaRegistry;

/// <summary>What a level asks of a new schema beside one that is registered.</summary>
public static class CompatibilityRules
{
    /// <summary>Whether the level looks at every registered version rather than at the latest.</summary>
    public static bool IsTransitive(CompatibilityLevel level) =>
        level is CompatibilityLevel.BackwardTransitive or CompatibilityLevel.ForwardTransitive or CompatibilityLevel.FullTransitive;

    /// <summary>Why <paramref name="candidate"/> may not follow <paramref name="registered"/>; empty when it may.</summary>
    /// <exception cref="AvroSchemaException">The schemas are too intricate to be compared.</exception>
    public static IReadOnlyList<RuleViolation> Check(CompatibilityLevel level, AvroSchema candidate, AvroSchema registered)
    {
        var violations = new List<RuleViolation>();
        if (level is CompatibilityLevel.Backward or CompatibilityLevel.BackwardTransitive or CompatibilityLevel.Full or CompatibilityLevel.FullTransitive)
        {
            violations.AddRange(SchemaCompatibility.Check(reader: candidate, writer: registered).Select(mismatch => new RuleViolation(mismatch, ReaderIsCandidate: true)));
        }

        if (level is CompatibilityLevel.Forward or CompatibilityLevel.ForwardTransitive or CompatibilityLevel.Full or CompatibilityLevel.FullTransitive)
        {
            violations.AddRange(SchemaCompatibility.Check(reader: registered, writer: candidate).Select(mismatch => new RuleViolation(mismatch, ReaderIsCandidate: false)));
        }

        return violations;
    }
}

/// <summary>A mismatch, and who could not read whom.</summary>
/// <param name="Mismatch">What does not match.</param>
/// <param name="ReaderIsCandidate">True: the new schema cannot read the registered one's data; false: the other way round.</param>
public sealed record RuleViolation(Incompatibility Mismatch, bool ReaderIsCandidate);
