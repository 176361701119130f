using System.Globalization;

namespace Engage.Rules.Definitions;

/// <summary>The key of one record of the definitions topic: <c>kind/id/version</c>, for example <c>rule/wagering-points/3</c>.</summary>
/// <param name="Version">From 1, without gaps within (kind, id).</param>
public readonly record struct DefinitionKey(DefinitionKind Kind, string Id, int Version)
{
    /// <returns>False unless the text is <c>kind/id/version</c> with a known kind, a valid id and a version from 1.</returns>
    public static bool TryParse(string? text, out DefinitionKey key)
    {
        key = default;
        if (text?.Split('/') is not [var kindText, var id, var versionText]) return false;
        if (!DefinitionNames.TryParseKind(kindText, out var kind) || !DefinitionId.IsValid(id)) return false;
        if (!int.TryParse(versionText, NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version < 1) return false;

        key = new DefinitionKey(kind, id, version);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{DefinitionNames.TextOf(Kind)}/{Id}/{Version}");
}
