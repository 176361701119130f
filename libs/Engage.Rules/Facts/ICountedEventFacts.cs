namespace Engage.Rules.Facts;

/// <summary>What counting an event needs beside what conditions look at: all its further amounts.</summary>
public interface ICountedEventFacts : IEventFacts
{
    /// <summary>Calls the visitor once per further amount, in any order.</summary>
    void VisitAmounts<TVisitor>(ref TVisitor visitor)
        where TVisitor : IAmountVisitor, allows ref struct;
}
