using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Storage;

/// <summary>Whether a batch may be appended, as far as its producer is concerned.</summary>
/// <param name="Kind">What to do with the batch.</param>
/// <param name="Error">For a refused batch, the answer.</param>
/// <param name="DuplicateOf">For a duplicate, the base offset of the batch stored earlier.</param>
internal readonly record struct ProducerVerdict(ProducerVerdict.Decision Kind, ErrorCode Error = ErrorCode.None, long DuplicateOf = -1)
{
    /// <summary>What to do with a batch.</summary>
    internal enum Decision
    {
        Append,

        /// <summary>Already stored: answer with its first offset.</summary>
        Duplicate,
        Refuse,

        /// <summary>Refuse; the coordinator knows with which error.</summary>
        NotRegistered,
    }

    public static ProducerVerdict Append => new(Decision.Append);

    public static ProducerVerdict NotRegistered => new(Decision.NotRegistered);

    public static ProducerVerdict Duplicate(long baseOffset) => new(Decision.Duplicate, DuplicateOf: baseOffset);

    public static ProducerVerdict Refuse(ErrorCode error) => new(Decision.Refuse, error);
}
