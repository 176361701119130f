using System.Text.RegularExpressions;

namespace Engage.Dispatcher.Sending;

/// <summary>Reads what credentials refer to: <c>${env:NAME}</c> and <c>${file:path}</c>. Never written to logs.</summary>
internal static partial class Secrets
{
    /// <returns>Null where the variable or file is not there.</returns>
    public static string? Read(string reference)
    {
        var match = Reference().Match(reference);
        if (!match.Success) return null;

        var name = match.Groups["name"].Value;
        if (match.Groups["kind"].Value == "env") return Environment.GetEnvironmentVariable(name);
        try
        {
            return File.ReadAllText(name).Trim();
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^\$\{(?<kind>env|file):(?<name>[^}]+)\}\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
