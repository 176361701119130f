using Engage.Rules.Definitions;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;

namespace Engage.Rules.Compilation;

/// <summary>Turns records of the definitions topic into definitions.</summary>
internal static class DefinitionReader
{
    /// <param name="rejected">Set where the result is null.</param>
    public static DefinitionVersion? Read(DefinitionRecord record, out RejectedDefinition? rejected)
    {
        rejected = null;
        if (!DefinitionNames.TryParseKind(record.Kind, out var kind)) return Reject($"unknown kind '{record.Kind}'", out rejected);
        if (!DefinitionNames.TryParseStatus(record.Status, out var status)) return Reject($"unknown status '{record.Status}'", out rejected);
        if (!DefinitionId.IsValid(record.Id) || record.Version < 1) return Reject("no valid id and version", out rejected);

        MappingNode node;
        try
        {
            if (CanonicalJson.Parse(record.Body) is not MappingNode mapping) return Reject("the body is no mapping", out rejected);
            node = mapping;
        }
        catch (FormatException exception)
        {
            return Reject(exception.Message, out rejected);
        }

        var parsed = DefinitionParser.Parse(node);
        if (parsed.HasErrors) return Reject(parsed.Mistakes.FirstOrDefault(mistake => mistake.IsError)?.Message ?? "nothing to decide by", out rejected);
        if (parsed.Definition!.Kind != kind || parsed.Definition.Id != record.Id) return Reject("the body is of another kind or id than the record", out rejected);

        var definition = parsed.Definition with { Status = status, Name = record.Name ?? parsed.Definition.Name };
        return new DefinitionVersion(record.Offset, new DefinitionKey(kind, record.Id, record.Version), status, DefinitionContent.BodyOf(node), definition);

        DefinitionVersion? Reject(string reason, out RejectedDefinition? rejection)
        {
            rejection = new RejectedDefinition(record.Offset, record.Kind, record.Id, record.Version, reason);
            return null;
        }
    }
}
