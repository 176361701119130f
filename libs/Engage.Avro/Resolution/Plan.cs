using Engage.Avro.Binary;

namespace Engage.Avro.Resolution;

/// <summary>One step of turning a writer's value into a reader's. Made once per pair of schemas, immutable, thread-safe.</summary>
internal abstract class Plan
{
    /// <exception cref="AvroDecodeException">The bytes are malformed, or the value has no counterpart in the reader's schema.</exception>
    public abstract void Run(ref AvroReader input, ref AvroWriter output);
}
