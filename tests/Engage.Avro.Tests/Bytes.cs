using Engage.Avro.Binary;

namespace Engage.Avro.Tests;

/// <summary>Codecs as functions from and to arrays.</summary>
internal static class Bytes
{
    public static byte[] Of<T, TCodec>(T value)
        where T : class
        where TCodec : IAvroCodec<T>
    {
        var writer = new AvroWriter(stackalloc byte[256]);
        try
        {
            TCodec.Write(ref writer, value);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    public static byte[] FromHex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
