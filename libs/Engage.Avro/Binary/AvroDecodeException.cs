using System;

namespace Engage.Avro.Binary;

/// <summary>Bytes that are refused while they are read. <c>TryRead</c> and <c>TryParse</c> of the generated codecs turn it into its <see cref="Error"/>.</summary>
public sealed class AvroDecodeException(DecodeError error) : Exception(error.ToString())
{
    public DecodeError Error { get; } = error;
}
