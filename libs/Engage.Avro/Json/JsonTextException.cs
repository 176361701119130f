using System;

namespace Engage.Avro.Json;

/// <summary>Text that is not JSON.</summary>
/// <param name="what">What is wrong.</param>
/// <param name="offset">Zero-based character offset of the mistake.</param>
public sealed class JsonTextException(string what, int offset) : Exception($"{what} (at character {offset})")
{
    public int Offset { get; } = offset;
}
