using System;

namespace Engage.Avro.Binary;

/// <summary>A value that its schema cannot hold: a mistake of the program that writes, never of its input.</summary>
public sealed class AvroEncodeException(string message) : Exception(message);
