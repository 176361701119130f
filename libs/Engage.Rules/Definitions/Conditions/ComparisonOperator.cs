namespace Engage.Rules.Definitions;

/// <summary>The operators of conditions. Missing data or a type mismatch makes each of them unknown, <see cref="Exists"/> excepted.</summary>
public enum ComparisonOperator
{
    Eq,
    Ne,
    Gt,
    Gte,
    Lt,
    Lte,
    In,
    NotIn,

    /// <summary><c>exists: true|false</c>: never unknown.</summary>
    Exists,

    StartsWith,
    Contains,

    /// <summary>Both bounds inclusive.</summary>
    Between,
}
