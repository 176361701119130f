using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Engage.Cli.Output;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;
using Engage.Topics;

namespace Engage.Cli.Definitions;

/// <summary>Documents that wait for their time.</summary>
internal static class PendingDocuments
{
    /// <summary>The same documents for the same time have the same id, so that an apply which is repeated waits once.</summary>
    public static PendingApply Of(IReadOnlyList<ParsedDefinition> documents, DateTimeOffset at, bool isConfirmed)
    {
        var body = CanonicalJson.Write(new SequenceNode(SourcePosition.None, [.. documents.Select(document => document.Source)]));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)).AsSpan(0, 4));
        return new PendingApply(string.Create(CultureInfo.InvariantCulture, $"apply-{at.UtcDateTime:yyyyMMdd't'HHmmss}-{digest}"), Times.Micros(at), body, isConfirmed);
    }
}
