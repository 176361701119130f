using System.Collections.Immutable;
using Engage.Rules.Documents;
using Engage.Rules.Parsing;

namespace Engage.Definitions;

/// <summary>Reads definition files into parsed documents. Stateless.</summary>
public static class DefinitionLoader
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Reads files, and of directories every <c>.yaml</c>, <c>.yml</c> and <c>.json</c> file below them in ordinal order.</summary>
    /// <remarks>A path that cannot be read is a mistake at its line 1, not an exception.</remarks>
    public static LoadedDefinitions Load(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var files = new List<(string Name, byte[] Content)>();
        var mistakes = new List<Mistake>();
        foreach (var path in paths.SelectMany(FilesOf))
        {
            if (ReadFile(path, mistakes) is { } content) files.Add((path, content));
        }

        var loaded = Parse(files);
        return loaded with { Mistakes = [.. mistakes, .. loaded.Mistakes] };
    }

    /// <summary>Parses files that are already in memory.</summary>
    public static LoadedDefinitions Parse(IEnumerable<(string Name, byte[] Content)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var definitions = ImmutableArray.CreateBuilder<ParsedDefinition>();
        var mistakes = ImmutableArray.CreateBuilder<Mistake>();
        foreach (var (name, content) in files)
        {
            var documents = YamlReader.Read(name, content);
            var parsed = documents.Documents.Select(DefinitionParser.Parse).ToArray();
            definitions.AddRange(parsed);
            mistakes.AddRange(documents.Mistakes.Concat(parsed.SelectMany(document => document.Mistakes)).OrderBy(mistake => mistake.Position));
        }

        return new LoadedDefinitions(definitions.ToImmutable(), mistakes.ToImmutable());
    }

    private static IEnumerable<string> FilesOf(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
        : [path];

    private static byte[]? ReadFile(string path, List<Mistake> mistakes)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > YamlReader.MaxFileBytes) return new byte[YamlReader.MaxFileBytes + 1]; // Refused by its size, unread.
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            mistakes.Add(new Mistake(MistakeSeverity.Error, new SourcePosition(path, 1, 1), "", $"the file cannot be read: {exception.Message}"));
            return null;
        }
    }
}
