namespace Engage.Avro.Tests;

/// <summary>Damages payloads the way noise and malice do.</summary>
internal static class PayloadMutator
{
    private static readonly byte[][] Poison =
    [
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
        [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
        [0x80, 0xb4, 0x89, 0x13],
        [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
        [0x01, 0x00],
        [0xc3, 0x28],
    ];

    /// <summary>One to four damages at random places.</summary>
    public static byte[] Mutate(byte[] payload, Random random)
    {
        var bytes = new List<byte>(payload);
        for (var count = random.Next(1, 5); count > 0; count--) Damage(bytes, random);
        return [.. bytes];
    }

    private static void Damage(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        switch (random.Next(6))
        {
            case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.Insert(at, (byte)random.Next(256)); break;
            case 3: bytes.RemoveRange(at, Math.Min(random.Next(8), bytes.Count - at)); break;
            case 4: bytes.InsertRange(at, Poison[random.Next(Poison.Length)]); break;
            default: bytes.RemoveRange(at, bytes.Count - at); break;
        }
    }
}
