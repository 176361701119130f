namespace Engage.EndToEnd.Tests.Harness;

/// <summary>Where this checkout and its executables are.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>The configuration these tests were built in, and so the processes they start.</summary>
    private static readonly string Configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));

    public static string Engage { get; } = Executable("Engage.Cli", "engage");

    public static string Worker(string name) => Executable("Engage." + string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])), name);

    public static string File(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Executable(string project, string name) => Path.Combine(Root, "artifacts", "bin", project, Configuration, name);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !System.IO.File.Exists(Path.Combine(directory.FullName, "Engage.Streams.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException($"No Engage.Streams.sln above {AppContext.BaseDirectory}; run the tests from a checkout.");
    }
}
