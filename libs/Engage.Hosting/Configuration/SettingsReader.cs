using System.Collections;
using System.Text.Json;

namespace Engage.Hosting.Configuration;

/// <summary>Reads the layers in their order: <c>appsettings.json</c>, then <c>ENGAGE_Section__Key</c> variables, then <c>--Section:Key=value</c> flags.</summary>
/// <param name="problems">Takes one line for each mistake.</param>
internal sealed class SettingsReader(List<string> problems)
{
    public const string FileName = "appsettings.json";

    private const string VariablePrefix = "ENGAGE_";
    private const string SectionSeparator = "__";
    private const string FileSuffix = "_FILE";

    // A secret is a line or a certificate; a larger file is a mistake, perhaps a device.
    private const int SecretFileBytesMax = 1024 * 1024;

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly Settings settings = new();

    /// <param name="directories">Where to look for <c>appsettings.json</c>, the most general first; none need have one.</param>
    public Settings Read(IEnumerable<string> directories, IDictionary variables, IEnumerable<string> flags)
    {
        foreach (var directory in directories.Distinct()) ReadFile(Path.Combine(directory, FileName));
        ReadVariables(variables);
        foreach (var flag in flags) ReadFlag(flag);
        return settings;
    }

    private void ReadFile(string path)
    {
        if (!File.Exists(path)) return;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            Flatten("", document.RootElement, path);
        }
        catch (JsonException mistake)
        {
            problems.Add($"{path} is not JSON: {mistake.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{path} cannot be read: {failure.Message}");
        }
    }

    private void Flatten(string key, JsonElement element, string source)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject()) Flatten(Join(key, member.Name), member.Value, source);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray()) Flatten(Join(key, index++.ToString(System.Globalization.CultureInfo.InvariantCulture)), item, source);
                break;
            case JsonValueKind.Null:
                break;
            default:
                settings.Set(key, element.ToString(), source);
                break;
        }
    }

    private void ReadVariables(IDictionary variables)
    {
        foreach (var name in variables.Keys.Cast<string>().Order(StringComparer.Ordinal))
        {
            // Without a section it belongs to the commands or to nobody.
            if (!name.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase) || !name.Contains(SectionSeparator, StringComparison.Ordinal)) continue;

            var key = name[VariablePrefix.Length..].Replace(SectionSeparator, ":", StringComparison.Ordinal);
            var value = (string?)variables[name] ?? "";
            if (key.EndsWith(FileSuffix, StringComparison.OrdinalIgnoreCase)) ReadSecretFile(name, key[..^FileSuffix.Length], value, variables);
            else settings.Set(key, value, name);
        }
    }

    private void ReadSecretFile(string name, string key, string path, IDictionary variables)
    {
        if (variables.Contains(name[..^FileSuffix.Length]))
        {
            problems.Add($"{key} is set twice: by {name[..^FileSuffix.Length]} and by {name}");
            return;
        }

        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > SecretFileBytesMax }) problems.Add($"{key} cannot be read ({name}): {path} is larger than {SecretFileBytesMax} bytes");
            else settings.Set(key, File.ReadAllText(path).TrimEnd('\r', '\n'), name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add($"{key} cannot be read ({name}): {failure.Message}");
        }
    }

    private void ReadFlag(string flag)
    {
        var equals = flag.IndexOf('=', StringComparison.Ordinal);
        if (!flag.StartsWith("--", StringComparison.Ordinal) || equals < 0 || !flag[..equals].Contains(':', StringComparison.Ordinal))
        {
            problems.Add($"{(equals < 0 ? flag : flag[..equals])} is not understood: flags have the form --Section:Key=value");
            return;
        }

        settings.Set(flag[2..equals], flag[(equals + 1)..], flag[..equals]);
    }

    private static string Join(string key, string member) => key.Length == 0 ? member : $"{key}:{member}";
}
