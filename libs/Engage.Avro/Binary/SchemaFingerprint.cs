using System.Security.Cryptography;
using System.Text;
using Engage.Avro.Schemas;

namespace Engage.Avro.Binary;

/// <summary>Fingerprints of a schema's canonical form (https://avro.apache.org/docs/1.12.0/specification/#schema-fingerprints).</summary>
public static class SchemaFingerprint
{
    /// <summary>The fingerprint of empty text, and the polynomial.</summary>
    private const ulong Empty = 0xc15d213aa4d7a795;

    private static readonly ulong[] Table = MakeTable();

    /// <summary>CRC-64-AVRO. Finds equal schemas; no defence against made-up ones.</summary>
    public static ulong Crc64(AvroSchema schema) => Crc64(Encoding.UTF8.GetBytes(CanonicalForm.Write(schema)));

    /// <summary>32 bytes.</summary>
    public static byte[] Sha256(AvroSchema schema) => SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalForm.Write(schema)));

    internal static ulong Crc64(ReadOnlySpan<byte> text)
    {
        var fingerprint = Empty;
        foreach (var next in text) fingerprint = (fingerprint >> 8) ^ Table[(byte)(fingerprint ^ next)];
        return fingerprint;
    }

    private static ulong[] MakeTable()
    {
        var table = new ulong[256];
        for (var index = 0; index < table.Length; index++)
        {
            var fingerprint = (ulong)index;
            for (var bit = 0; bit < 8; bit++) fingerprint = (fingerprint >> 1) ^ (Empty & (0 - (fingerprint & 1)));
            table[index] = fingerprint;
        }

        return table;
    }
}
