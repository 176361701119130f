using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Storage;

/// <summary>What became of a batch.</summary>
/// <param name="Error">None when the batch is in the log (now, or since an earlier try).</param>
/// <param name="BaseOffset">Its first offset; -1 on error.</param>
/// <param name="LogAppendTimeMs">The broker's timestamp when the topic uses it; else -1.</param>
/// <param name="NeedsCoordinator">True when the producer is not registered here, so that the coordinator must name the error.</param>
internal readonly record struct AppendResult(ErrorCode Error, long BaseOffset = -1, long LogAppendTimeMs = -1, bool NeedsCoordinator = false);
