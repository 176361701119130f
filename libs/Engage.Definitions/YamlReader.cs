using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Engage.Rules.Documents;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Engage.Definitions;

/// <summary>
/// Reads YAML 1.2 (core schema; JSON is a subset) into positioned nodes. No aliases, anchors or tags; at most <see cref="MaxFileBytes"/> and
/// <see cref="DefinitionNode.MaxDepth"/> levels. Never throws for what a file holds: every mistake is returned with its place.
/// </summary>
public static class YamlReader
{
    /// <summary>1 MiB.</summary>
    public const int MaxFileBytes = 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="file">How mistakes name the file.</param>
    public static YamlDocuments Read(string file, ReadOnlySpan<byte> content)
    {
        if (content.Length > MaxFileBytes)
        {
            return Refused(file, string.Create(CultureInfo.InvariantCulture, $"the file has {content.Length} bytes, more than {MaxFileBytes}; split it"));
        }

        string text;
        try
        {
            text = StrictUtf8.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return Refused(file, "the file is not UTF-8; save it as UTF-8");
        }

        return new YamlDocumentReader(file, text.TrimStart('\uFEFF')).Read();
    }

    private static YamlDocuments Refused(string file, string message) =>
        new([], [new Mistake(MistakeSeverity.Error, new SourcePosition(file, 1, 1), "", message)]);
}
