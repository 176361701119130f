using Engage.Rules.Accumulation;
using Engage.Rules.Compilation;

namespace Engage.Rules.Facts;

/// <summary>What conditions may look at in a player, at one instant. Implemented by a (ref) struct over the player's state; must not allocate.</summary>
public interface IPlayerFacts
{
    /// <summary>The instant at which windows and recency are judged.</summary>
    long JudgedAtMicros { get; }

    /// <summary>profile.currency, upper-case; none where it is missing or no currency.</summary>
    CurrencyCode WalletCurrency { get; }

    /// <param name="name">UTF-8.</param>
    FactValue GetProfile(ReadOnlySpan<byte> name);

    /// <param name="tag">UTF-8.</param>
    bool HasTag(ReadOnlySpan<byte> tag);

    /// <param name="channel">UTF-8.</param>
    /// <returns>False also for a channel that was never named.</returns>
    bool HasConsent(ReadOnlySpan<byte> channel);

    /// <summary>Membership of a segment that was judged before.</summary>
    /// <param name="segmentIndex">Its place in ordinal order of the active segments' ids.</param>
    bool IsInSegment(int segmentIndex);

    /// <summary>How many events the leaf counts.</summary>
    /// <param name="leaf">A count.</param>
    /// <param name="enough">Counting may stop above this number.</param>
    /// <param name="count">Exact up to <paramref name="enough"/>.</param>
    /// <returns>False where it is not known yet: the leaf is building.</returns>
    bool TryGetCount(HistoryLeaf leaf, long enough, out long count);

    /// <summary>The sum over the leaf's events in one currency.</summary>
    /// <param name="leaf">A sum.</param>
    /// <param name="currency">Not none.</param>
    /// <param name="enough">Adding may stop above this number.</param>
    /// <param name="sum">Exact up to <paramref name="enough"/>.</param>
    /// <returns>False where it is not known yet: the leaf is building.</returns>
    bool TryGetSum(HistoryLeaf leaf, CurrencyCode currency, decimal enough, out decimal sum);

    /// <summary>The judge time of the last of the leaf's events.</summary>
    /// <param name="leaf">A recency.</param>
    /// <param name="beforeThisEvent">Leaves the event being judged out.</param>
    /// <param name="lastMicros">0 where there was none.</param>
    /// <returns>False if there was none.</returns>
    bool TryGetLast(HistoryLeaf leaf, bool beforeThisEvent, out long lastMicros);
}
