namespace Engage.Hosting;

/// <summary>The way into every worker's <c>Program.cs</c>.</summary>
/// <example><code>
/// return await StreamsWorker
///     .For&lt;TriggerMatcherOptions&gt;("trigger-matcher", args)
///     .ValidateWith&lt;TriggerMatcherOptionsValidator&gt;()
///     .Schemas(Topics.Schemas)
///     .Topology(TriggerMatcherTopology.Build)
///     .RunAsync();
/// </code></example>
public static class StreamsWorker
{
    /// <param name="name">The worker's name; its options stand in the section of that name in Pascal case.</param>
    /// <param name="args">Flags <c>--Section:Key=value</c>, and <c>--print-config</c>.</param>
    /// <typeparam name="TOptions">The worker's own options; its constructor sets the defaults.</typeparam>
    public static WorkerBuilder<TOptions> For<TOptions>(string name, string[] args)
        where TOptions : class, new() => new(name, args);
}
