namespace Engage.LoadTest.Verification;

/// <summary>One committed record as the verifier reads it.</summary>
internal sealed record LogRecord(int Partition, long Offset, byte[]? Key, byte[]? Value, long TimestampMicros, IReadOnlyDictionary<string, string> Headers);
