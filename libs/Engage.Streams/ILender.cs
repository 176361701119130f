namespace Engage.Streams;

/// <summary>Lends values without copying them.</summary>
public interface ILender
{
    /// <summary>Takes back what was lent under <paramref name="handle"/>.</summary>
    void Return(nint handle);
}
