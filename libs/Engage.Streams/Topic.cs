namespace Engage.Streams;

/// <summary>A topic by its name without the configured prefix (<c>player-events</c>, not <c>engage.player-events</c>).</summary>
/// <remarks>Two topics are the same if they are the same object; declare each once.</remarks>
public abstract class Topic
{
    private protected Topic(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>The name without prefix.</summary>
    public string Name { get; }

    public override string ToString() => Name;
}
