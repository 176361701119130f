namespace Engage.LocalBroker.Topics;

/// <summary>One step of an incremental change of a topic's configuration.</summary>
/// <param name="Name">Configuration name.</param>
/// <param name="Operation">What to do with it.</param>
/// <param name="Value">Null only for <see cref="ConfigOperation.Delete"/>.</param>
internal readonly record struct ConfigChange(string Name, ConfigOperation Operation, string? Value);
