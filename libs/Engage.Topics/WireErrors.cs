using System.Diagnostics.CodeAnalysis;
using DecodeError = Engage.Streams.DecodeError;

namespace Engage.Topics;

/// <summary>The engine's form of a codec's error: what stands in a dead letter's reason headers.</summary>
public static class WireErrors
{
    [return: NotNullIfNotNull(nameof(error))]
    public static DecodeError? From(Avro.Binary.DecodeError? error) =>
        error is null ? null : new DecodeError(error.Code, error.Reason, error.FieldPath.Length == 0 ? null : error.FieldPath, error.OffsetBytes);
}
