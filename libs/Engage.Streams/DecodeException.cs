namespace Engage.Streams;

/// <summary>Bytes that are not what their serde expects; carries the <see cref="DecodeError"/> that goes to the dead letters.</summary>
public sealed class DecodeException(DecodeError error, Exception? cause = null) : Exception($"{error.Code}: {error.Reason}", cause)
{
    public DecodeError Error { get; } = error;
}
