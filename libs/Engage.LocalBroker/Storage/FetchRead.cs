using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Storage;

/// <summary>What one partition has for one fetch.</summary>
/// <param name="Error">None, <c>OffsetOutOfRange</c>, or why the partition cannot be read.</param>
/// <param name="View">The log as it was read; null on error.</param>
/// <param name="Records">Whole batches, first the one that contains the fetch offset; null when there is nothing to send.</param>
/// <param name="AvailableBytes">What counts towards min_bytes: also a first batch that was too big to be sent this time.</param>
/// <param name="EndOffset">Upper bound of the offsets sent.</param>
internal readonly record struct FetchRead(ErrorCode Error, LogView? View = null, SegmentSlice? Records = null, int AvailableBytes = 0, long EndOffset = 0);
