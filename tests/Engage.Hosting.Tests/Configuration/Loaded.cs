using Engage.Hosting.Configuration;

namespace Engage.Hosting.Tests.Configuration;

/// <summary>Loads the configuration of an imaginary worker named "sample".</summary>
internal static class Loaded
{
    /// <param name="settings"><c>--Section:Key=value</c> is a flag, <c>NAME=value</c> a variable.</param>
    public static (WorkerConfiguration<SampleOptions> Configuration, IReadOnlyList<string> Problems) From(params string[] settings) => From([], settings);

    public static (WorkerConfiguration<SampleOptions> Configuration, IReadOnlyList<string> Problems) From(string[] directories, string[] settings)
    {
        var flags = settings.Where(setting => setting.StartsWith('-')).ToArray();
        var variables = settings.Except(flags).ToDictionary(setting => setting[..setting.IndexOf('=', StringComparison.Ordinal)], setting => setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var loader = new ConfigurationLoader("sample", directories, variables, flags);
        var configuration = loader.Load([new SampleOptionsValidator()], [], out var problems);
        return (configuration, problems);
    }
}
