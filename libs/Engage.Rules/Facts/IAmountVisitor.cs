namespace Engage.Rules.Facts;

/// <summary>Receives the further amounts of an event.</summary>
public interface IAmountVisitor
{
    /// <param name="name">UTF-8, not empty.</param>
    void Visit(ReadOnlySpan<byte> name, decimal amount);
}
