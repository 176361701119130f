using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Engage.Avro.Binary;
using Engage.Avro.Schemas;
using Engage.Avro.Wire;

namespace Engage.Avro.Resolution;

/// <summary>Turns payloads of one writer's schema into payloads of one reader's, so that readers need to know a single form.</summary>
/// <remarks>
/// Goes from bytes to bytes by a plan made once; allocates only what the output needs. By the resolution rules of Avro, with three exceptions that refuse or convert instead of
/// changing a meaning in silence: decimals are rescaled by value, timestamps in ms become µs, bytes that are no decimal are not read as one. Immutable, thread-safe.
/// </remarks>
public sealed class PayloadTranslation : IPayloadTranslation
{
    private readonly Plan plan;
    private readonly AvroSchema writer;
    private readonly AvroLimits limits;

    private PayloadTranslation(Plan plan, AvroSchema writer, AvroLimits limits)
    {
        this.plan = plan;
        this.writer = writer;
        this.limits = limits;
    }

    /// <summary>Makes the plan.</summary>
    /// <param name="writer">What payloads were written with.</param>
    /// <param name="reader">What they are turned into.</param>
    /// <param name="limits">Of the payloads; <see cref="AvroLimits.Default"/> when null.</param>
    /// <exception cref="UnresolvableSchemaException">No value of <paramref name="writer"/> can be read as <paramref name="reader"/>.</exception>
    /// <exception cref="AvroSchemaException">A schema's types refer to one another too deeply.</exception>
    public static PayloadTranslation Create(AvroSchema writer, AvroSchema reader, AvroLimits? limits = null) =>
        new(new Planner().Build(writer, reader), writer, limits ?? AvroLimits.Default);

    /// <summary>As <see cref="Create"/>, with the reason as a value.</summary>
    public static bool TryCreate(
        AvroSchema writer, AvroSchema reader, [NotNullWhen(true)] out PayloadTranslation? translation, [NotNullWhen(false)] out string? reason, AvroLimits? limits = null)
    {
        try
        {
            translation = Create(writer, reader, limits);
            reason = null;
            return true;
        }
        catch (Exception mismatch) when (mismatch is UnresolvableSchemaException or AvroSchemaException)
        {
            translation = null;
            reason = mismatch.Message;
            return false;
        }
    }

    /// <summary>Whether every value of one is a value of the other with the same meaning, so that nothing needs translating.</summary>
    public static bool AreSame(AvroSchema one, AvroSchema other) =>
        CanonicalForm.WriteWithLogicalTypes(one) == CanonicalForm.WriteWithLogicalTypes(other);

    /// <inheritdoc/>
    public DecodeError? Translate(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var buffer = new AvroWriter(stackalloc byte[256]);
        try
        {
            if (Translate(payload, ref buffer) is { } error) return error;
            output.Write(buffer.Written);
            return null;
        }
        finally
        {
            buffer.Dispose();
        }
    }

    /// <summary>Appends the reader's payload to <paramref name="output"/>; what an error leaves there is meaningless.</summary>
    /// <returns>Why it cannot be; null: it was appended.</returns>
    public DecodeError? Translate(ReadOnlySpan<byte> payload, ref AvroWriter output)
    {
        try
        {
            var input = new AvroReader(payload, limits);
            plan.Run(ref input, ref output);
            input.ExpectEnd();
            return null;
        }
        catch (AvroDecodeException refused)
        {
            return AvroPayload.Locate(refused.Error, writer, payload, limits);
        }
    }
}
