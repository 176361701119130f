namespace Engage.Streams.Testing;

/// <summary>How the next commit of a <see cref="TopologyTestDriver"/> goes wrong.</summary>
public enum CommitFault
{
    /// <summary>The transaction is refused and aborted: nothing happened.</summary>
    Refused,

    /// <summary>The commit request is lost: nothing happened, but the worker cannot know.</summary>
    RequestLost,

    /// <summary>The commit takes place and its answer is lost: the worker cannot know.</summary>
    AnswerLost,
}
