using Engage.Streams;

namespace Engage.Topics;

/// <summary>Writes definitions and markers in transactions under the one transactional id of <c>apply</c>: whoever opens one ends and fences what another had under way.</summary>
/// <remarks>One thread. All failures are of the implementation's own kinds; nothing was published then.</remarks>
public interface IDefinitionWriter : IDisposable
{
    /// <summary>Partitions of player-events.</summary>
    int PlayerPartitions { get; }

    /// <summary>Reads the definitions topic to its end, which nobody else can move any more.</summary>
    DefinitionLog ReadToEnd();

    void Begin();

    /// <returns>The record's offset.</returns>
    long Write(Topic topic, int partition, byte[] key, byte[] value);

    void Commit();

    /// <summary>Forgets everything since <see cref="Begin"/>.</summary>
    void Abort();
}
