using Engage.Rules.Definitions;

namespace Engage.Rules.Compilation;

/// <summary>A condition ready for judging, by <see cref="EventConditions"/> or <see cref="PlayerConditions"/>. Immutable and thread-safe.</summary>
public sealed class CompiledCondition
{
    internal CompiledCondition(CompiledNode root) => Root = root;

    /// <summary>As it was written.</summary>
    public Condition Source => Root.Source;

    internal CompiledNode Root { get; }

    /// <summary>Compiles the <c>where</c> of a trigger, a qualification or a counted event.</summary>
    public static CompiledCondition OfEvent(Condition condition) => new(ConditionCompiler.CompileEvent(condition));
}
