namespace Engage.Architecture.Tests;

/// <summary>The checkout these tests were built from.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string? ProjectFile(string project) =>
        ProjectFiles("libs").Concat(ProjectFiles("services")).Concat(ProjectFiles("loadtest")).SingleOrDefault(file => Path.GetFileName(file) == $"Engage.{project}.csproj");

    public static IEnumerable<string> ProjectFiles(string folder) => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories);

    public static IEnumerable<string> SourceFiles(string folder) => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories);

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Engage.Streams.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException($"No Engage.Streams.sln above {AppContext.BaseDirectory}; run the tests from a checkout.");
    }
}
