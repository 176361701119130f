namespace Engage.Rules.Compilation;

/// <summary>The cases of a compiled condition's nodes.</summary>
internal enum NodeKind : byte
{
    All,
    Any,
    Not,

    /// <summary>A segment that is everybody's or nobody's.</summary>
    Constant,

    EventField,
    PlayerField,
    Tags,
    InSegment,
    Count,
    Sum,
    SinceLast,
    Never,
}
