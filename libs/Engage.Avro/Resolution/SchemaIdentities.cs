using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Engage.Avro.Schemas;

namespace Engage.Avro.Resolution;

/// <summary>Which types are the same in encoding and meaning. Each is spelled out once and kept as a hash: a chain of types that refer to one another would be long as text.</summary>
internal sealed class SchemaIdentities
{
    private readonly Dictionary<AvroSchema, UInt128> known = new(ReferenceEqualityComparer.Instance);

    public bool AreSame(AvroSchema one, AvroSchema other) =>
        ReferenceEquals(one, other) || (one.Type == other.Type && Of(one) == Of(other));

    private UInt128 Of(AvroSchema schema)
    {
        if (known.TryGetValue(schema, out var identity)) return identity;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalForm.WriteWithLogicalTypes(schema)));
        identity = BinaryPrimitives.ReadUInt128BigEndian(hash);
        known.Add(schema, identity);
        return identity;
    }
}
