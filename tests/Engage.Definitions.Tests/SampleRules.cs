using System.Runtime.CompilerServices;

namespace Engage.Definitions.Tests;

/// <summary>Where the samples lie in the source tree.</summary>
internal static class SampleRules
{
    public static string Directory { get; } = Path.Combine(Root(), "samples", "rules");

    public static string Root([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
