namespace Engage.Cli.Health;

/// <summary>One thing that doctor looked at.</summary>
/// <param name="Worker">Whose; a topic where it is no worker's.</param>
/// <param name="Partition">Null: of all of them.</param>
/// <param name="IsWell">False: somebody should act.</param>
/// <param name="Detail">What was found, and what to do where it is not well.</param>
internal sealed record Finding(string Worker, int? Partition, string Check, bool IsWell, string Detail);
