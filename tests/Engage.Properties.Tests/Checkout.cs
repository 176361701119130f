using System.Runtime.CompilerServices;

namespace Engage.Properties.Tests;

/// <summary>Where the sources lie.</summary>
internal static class Checkout
{
    public static string Root { get; } = RootOf();

    private static string RootOf([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
