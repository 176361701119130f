namespace Engage.Cli.Local;

/// <summary>Finds the workers' executables: beside this one, in ./bin, or in the build's own layout.</summary>
internal static class WorkerExecutable
{
    /// <exception cref="CommandException">There is none.</exception>
    public static string Find(string worker)
    {
        // artifacts/bin/Engage.Cli/release/ → artifacts/bin/Engage.TriggerMatcher/release/trigger-matcher
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var project = "Engage." + string.Concat(worker.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        string[] places =
        [
            Path.Combine(own.FullName, worker),
            Path.Combine(own.Parent?.Parent?.FullName ?? own.FullName, project, own.Name, worker),
            Path.Combine(Environment.CurrentDirectory, "bin", worker),
        ];
        return places.FirstOrDefault(File.Exists) ?? throw new CommandException($"The executable of {worker} is missing; run 'make build'.");
    }
}
