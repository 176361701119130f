using Engage.Avro.Wire;
using Engage.Hosting.Configuration;
using Engage.Hosting.Running;
using Engage.Streams;

using Microsoft.Extensions.Options;

namespace Engage.Hosting;

/// <summary>Says what a worker consists of, then runs it.</summary>
public sealed class WorkerBuilder<TOptions>
    where TOptions : class, new()
{
    private const string PrintFlag = "--print-config";

    private readonly string name;
    private readonly string[] args;
    private readonly List<IValidateOptions<TOptions>> rules = [];
    private readonly List<ISection> sections = [];
    private readonly List<ISchemaBound> schemas = [];
    private readonly List<ISchemaBound> carried = [];
    private Func<TOptions, WorkerContext, Topology>? build;

    internal WorkerBuilder(string name, string[] args)
    {
        this.name = name;
        this.args = args;
    }

    /// <summary>Checks the worker's own options; may be called for several validators.</summary>
    public WorkerBuilder<TOptions> ValidateWith<TValidator>()
        where TValidator : IValidateOptions<TOptions>, new()
    {
        rules.Add(new TValidator());
        return this;
    }

    /// <summary>Reads a further section; the topology gets it from <see cref="WorkerContext.Section{T}"/>.</summary>
    public WorkerBuilder<TOptions> WithSection<TSection, TValidator>(string key)
        where TSection : class, new()
        where TValidator : IValidateOptions<TSection>, new()
    {
        sections.Add(new Section<TSection>(key, new TValidator()));
        return this;
    }

    /// <summary>Everything that may have a registered schema; those of the topology's topics are looked up before the first record.</summary>
    public WorkerBuilder<TOptions> Schemas(IEnumerable<ISchemaBound> topics)
    {
        schemas.AddRange(topics);
        return this;
    }

    /// <summary>Schemas of values that travel inside the values of this worker's topics; looked up too.</summary>
    public WorkerBuilder<TOptions> Carries(params IEnumerable<ISchemaBound> values)
    {
        carried.AddRange(values);
        return this;
    }

    /// <summary>What the worker reads, keeps and writes.</summary>
    public WorkerBuilder<TOptions> Topology(Func<TOptions, Topology> topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return Topology((options, _) => topology(options));
    }

    /// <summary>The same for a worker that also talks to the world.</summary>
    public WorkerBuilder<TOptions> Topology(Func<TOptions, WorkerContext, Topology> topology)
    {
        build = topology;
        return this;
    }

    /// <summary>Runs until SIGTERM or SIGINT, or a fault that the engine cannot mend.</summary>
    /// <returns>The exit status of the process: see <see cref="WorkerExit"/>.</returns>
    public async Task<int> RunAsync()
    {
        var loader = new ConfigurationLoader(
            name,
            [AppContext.BaseDirectory, Directory.GetCurrentDirectory()],
            Environment.GetEnvironmentVariables(),
            [.. args.Where(argument => argument != PrintFlag)]);
        var configuration = loader.Load([.. rules], sections, out var problems);
        foreach (var problem in problems) await Console.Error.WriteLineAsync($"{name}: {problem}").ConfigureAwait(false);
        if (problems.Count > 0) return (int)WorkerExit.Misconfigured;

        if (args.Contains(PrintFlag))
        {
            ConfigurationPrinter.Print(configuration.Effective, Console.Out);
            return (int)WorkerExit.Stopped;
        }

        await using var process = new WorkerProcess(name, configuration.Common, configuration.Others);
        var topology = (build ?? throw new InvalidOperationException($"{name} has no topology."))(configuration.Worker, process.Context);
        return (int)await process.RunAsync(topology, schemas, carried).ConfigureAwait(false);
    }
}
