using Engage.Rules.Accumulation;

namespace Engage.Rules.Decisions;

/// <summary>What the step from one version of a rule to the next does to its progress (semantics 21): a closed hierarchy.</summary>
public abstract record VersionEdit
{
    private VersionEdit()
    {
    }

    /// <summary>Progress stays as it is: texts, actions, caps, status, or a step change with <c>keep</c>.</summary>
    public sealed record Keeps : VersionEdit
    {
        public static Keeps Instance { get; } = new();
    }

    /// <summary>Progress is dropped in every currency.</summary>
    /// <param name="EndsQualification">True where the qualification was added or removed: none is held afterwards.</param>
    public sealed record Resets(bool EndsQualification) : VersionEdit;

    /// <summary>Progress is scaled from the old steps to the new.</summary>
    public sealed record Scales(StepTable From, StepTable To) : VersionEdit;
}
