namespace Engage.Rules.Time;

/// <summary>What becomes of an occurrence whose time has come.</summary>
public enum RunStart
{
    /// <summary>Nothing is due.</summary>
    None,

    /// <summary>The run starts.</summary>
    Start,

    /// <summary>It was due while nobody was there, but not too long ago: the run starts late, once.</summary>
    CatchUp,

    /// <summary>The run before is still going: it is skipped and recorded.</summary>
    SkipOverlap,
}
