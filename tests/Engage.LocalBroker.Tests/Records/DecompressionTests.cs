using System.IO.Compression;
using System.Text;
using Engage.LocalBroker.Protocol;
using Engage.LocalBroker.Records;
using Engage.LocalBroker.Records.Compression;

namespace Engage.LocalBroker.Tests.Records;

public sealed class DecompressionTests
{
    // Literal "abcd" (tag 0x0C), then copy of 8 from 4 back with a one-byte offset (tag 0x11): "abcd" + "abcdabcd".
    private static readonly byte[] SnappyRaw = [12, 0x0C, (byte)'a', (byte)'b', (byte)'c', (byte)'d', 0x11, 4];

    [Fact]
    public void Raw_snappy_unfolds_literals_and_overlapping_copies() => Assert.Equal("abcdabcdabcd", Unfold(CompressionCodec.Snappy, SnappyRaw));

    [Fact]
    public void Snappy_in_the_java_framing_unfolds_block_by_block()
    {
        byte[] magic = [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0, 0, 0, 0, 1, 0, 0, 0, 1];
        byte[] length = [0, 0, 0, 8];

        Assert.Equal("abcdabcdabcdabcdabcdabcd", Unfold(CompressionCodec.Snappy, [.. magic, .. length, .. SnappyRaw, .. length, .. SnappyRaw]));
    }

    [Fact]
    public void An_lz4_frame_unfolds_compressed_and_stored_blocks_that_refer_to_each_other()
    {
        byte[] header = [0x04, 0x22, 0x4D, 0x18, 0x40, 0x40, 0xC0]; // Dependent blocks of up to 64 KiB; the header checksum is not looked at.
        byte[] stored = [4, 0, 0, 0x80, (byte)'a', (byte)'b', (byte)'c', (byte)'d'];
        byte[] compressed = [5, 0, 0, 0, 0x14, (byte)'x', 5, 0, 0x00]; // Literal "x", copy 8 from 5 back ("abcdx" repeating), end without literals.

        Assert.Equal("abcdx" + "abcdxabc", Unfold(CompressionCodec.Lz4, [.. header, .. stored, .. compressed, 0, 0, 0, 0]));
    }

    [Fact]
    public void Gzip_unfolds()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(new string('z', 100_000)));

        Assert.Equal(new string('z', 100_000), Unfold(CompressionCodec.Gzip, packed.ToArray()));
    }

    [Theory]
    [InlineData("Snappy", "0C0C616263641105")] // Copies from before the start.
    [InlineData("Snappy", "0B0C616263641104")] // Announces fewer bytes than follow.
    [InlineData("Snappy", "FFFFFFFF7F00")] // Announces more than any batch may hold.
    [InlineData("Lz4", "04224D184040C0050000001478FF000000000000")] // Match offset beyond the output.
    [InlineData("Lz4", "DEADBEEF")]
    [InlineData("Gzip", "1F8B0800000000000003FFFF")]
    public void Damaged_bytes_are_invalid_data(string codec, string hex) =>
        Assert.Throws<InvalidDataException>(() => Unfold(Enum.Parse<CompressionCodec>(codec), Convert.FromHexString(hex)));

    [Fact]
    public void Zstd_is_never_read() => Assert.False(BatchDecompressor.CanRead(CompressionCodec.Zstd));

    private static string Unfold(CompressionCodec codec, byte[] payload)
    {
        var batch = new Batches { Codec = codec, Payload = payload }.Build();
        using var scratch = new GrowingBuffer();
        return Encoding.UTF8.GetString(BatchDecompressor.Records(batch, scratch));
    }
}
