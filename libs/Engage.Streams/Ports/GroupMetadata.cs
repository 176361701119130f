namespace Engage.Streams.Ports;

/// <summary>Proof of group membership that goes with the offsets of a transaction, as read from the very object that will be sent.</summary>
/// <remarks>A coordinator accepts transactional offsets of generation −1 and blank member unchecked; <see cref="IsMember"/> is what keeps a zombie from using that.</remarks>
public abstract class GroupMetadata(int generation, string memberId)
{
    public int Generation { get; } = generation;

    public string MemberId { get; } = memberId;

    /// <summary>Whether the coordinator will check this membership instead of waving it through.</summary>
    public bool IsMember => Generation >= 0 && MemberId.Length > 0;
}
