namespace Engage.Rules.Time;

/// <summary>Whether a rule has a run that has not ended.</summary>
public enum EarlierRun
{
    Ended,
    StillGoing,
}
