namespace Engage.Streams;

/// <summary>Why a record cannot be processed now or ever: what a person needs to find and mend it.</summary>
/// <param name="Code">Stable lower_snake_case code, e.g. <c>key_mismatch</c>; a bounded set, usable as a metric label.</param>
/// <param name="Reason">One sentence for an operator; holds no customer data.</param>
/// <param name="FieldPath">The offending field, e.g. <c>amounts.bonus</c>; null if the record as a whole is at fault.</param>
/// <param name="ByteOffset">Where in the value decoding stopped; −1 if unknown.</param>
public sealed record DecodeError(string Code, string Reason, string? FieldPath = null, int ByteOffset = -1);
