using System.Collections;

using Engage.Hosting.Options;

using Microsoft.Extensions.Options;

namespace Engage.Hosting.Configuration;

/// <summary>Reads and checks a worker's configuration, collecting every mistake instead of stopping at the first.</summary>
/// <param name="Worker">Its name, e.g. <c>trigger-matcher</c>.</param>
/// <param name="Directories">Where <c>appsettings.json</c> may lie, the most general first.</param>
internal sealed record ConfigurationLoader(string Worker, IReadOnlyList<string> Directories, IDictionary Variables, IReadOnlyList<string> Flags)
{
    /// <param name="rules">Those of the worker's own options.</param>
    /// <param name="others">Further sections.</param>
    /// <param name="problems">One line each, naming the key; empty when all is well.</param>
    public WorkerConfiguration<TOptions> Load<TOptions>(IValidateOptions<TOptions>[] rules, IReadOnlyList<ISection> others, out IReadOnlyList<string> problems)
        where TOptions : class, new()
    {
        var found = new List<string>();
        var settings = new SettingsReader(found).Read(Directories, Variables, Flags);
        var binder = new SectionBinder(settings, found);

        var kafka = binder.Bind<KafkaOptions>(Sections.Kafka, new KafkaOptionsValidator(), new KafkaRules());
        binder.Check(kafka.Security, Sections.KafkaSecurity, new KafkaSecurityRules());
        var common = new CommonOptions(
            kafka,
            binder.Bind<RegistryOptions>(Sections.Registry, new RegistryOptionsValidator()),
            binder.Bind<StateOptions>(Sections.State, new StateOptionsValidator()),
            binder.Bind<ProcessingOptions>(Sections.Processing, new ProcessingOptionsValidator()),
            binder.BindOver(new MetricsOptions { Url = Sections.DefaultMetricsUrl(Worker) }, Sections.Metrics, new MetricsRules()),
            binder.Bind<LoggingOptions>(Sections.Logging));
        var own = binder.Bind(Sections.OfWorker(Worker), rules);
        var bound = others.ToDictionary(section => section.Type, section => section.Bind(binder));

        IReadOnlyList<string> read = [.. Sections.Common, Sections.OfWorker(Worker), .. others.Select(section => section.Key)];
        found.AddRange(UnknownKeys.Problems(settings, binder, [.. Sections.All, .. read], read));
        problems = found;
        return new(common, own, bound, binder.Effective);
    }
}
