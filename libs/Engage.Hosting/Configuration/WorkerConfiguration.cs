using Engage.Hosting.Options;

namespace Engage.Hosting.Configuration;

/// <summary>Everything a worker is configured with, valid.</summary>
/// <param name="Worker">The options of its own section.</param>
/// <param name="Others">Further sections that it asked for, by type.</param>
/// <param name="Effective">Every setting as it is in force, for printing.</param>
internal sealed record WorkerConfiguration<TOptions>(CommonOptions Common, TOptions Worker, IReadOnlyDictionary<Type, object> Others, IReadOnlyList<EffectiveSetting> Effective);
