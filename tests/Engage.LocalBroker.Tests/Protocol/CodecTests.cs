using Engage.LocalBroker.Protocol;

namespace Engage.LocalBroker.Tests.Protocol;

public sealed class CodecTests
{
    [Theory]
    [InlineData(false, "00026869" + "FFFF" + "00000002CAFE" + "FFFFFFFF" + "FFFFFFFF" + "00000000")]
    [InlineData(true, "036869" + "00" + "03CAFE" + "00" + "00" + "01" + "00")]
    public void Strings_bytes_and_arrays_have_these_bytes_when_present_null_and_empty(bool flexible, string golden)
    {
        using var buffer = new GrowingBuffer();
        var writer = new KafkaWriter(buffer, flexible);
        writer.WriteString("hi");
        writer.WriteNullableString(null);
        writer.WriteBytes([0xCA, 0xFE]);
        writer.WriteBytesLength(-1);
        writer.WriteArrayCount(-1);
        writer.WriteArrayCount(0);
        writer.WriteTags();

        Assert.Equal(golden, Convert.ToHexString(buffer.Written));

        var reader = new KafkaReader(buffer.Written, flexible);
        Assert.Equal("hi", reader.ReadString());
        Assert.Null(reader.ReadNullableString());
        Assert.Equal([0xCA, 0xFE], reader.ReadBytes().ToArray());
        Assert.True(reader.ReadBytes().IsEmpty);
        Assert.Equal(-1, reader.ReadNullableArrayCount());
        Assert.Equal(0, reader.ReadNullableArrayCount());
        reader.SkipTags();
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void Numbers_are_big_endian()
    {
        using var buffer = new GrowingBuffer();
        var writer = new KafkaWriter(buffer, flexible: false);
        writer.WriteInt8(-2);
        writer.WriteInt16(0x0102);
        writer.WriteInt32(0x03040506);
        writer.WriteInt64(0x0708090A0B0C0D0E);
        writer.WriteBool(true);
        writer.WriteError(ErrorCode.UnknownServerError);

        Assert.Equal("FE" + "0102" + "03040506" + "0708090A0B0C0D0E" + "01" + "FFFF", Convert.ToHexString(buffer.Written));
    }

    [Fact]
    public void A_long_string_in_the_compact_encoding_has_a_two_byte_length()
    {
        using var buffer = new GrowingBuffer();
        new KafkaWriter(buffer, flexible: true).WriteString(new string('x', 300));

        Assert.Equal([0xAD, 0x02], buffer.Written[..2].ToArray()); // 301 = 0b10_0101101
        Assert.Equal(300, new KafkaReader(buffer.Written, flexible: true).ReadString().Length);
    }

    [Fact]
    public void Tagged_fields_of_newer_clients_are_skipped()
    {
        var reader = new KafkaReader([2, 0, 3, 1, 2, 3, 7, 1, 9, 0x55], flexible: true); // Two tags: 0 with three bytes, 7 with one.
        reader.SkipTags();

        Assert.Equal(0x55, reader.ReadByte());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_frame_cut_at_any_byte_is_refused_and_never_misread(bool flexible)
    {
        using var buffer = new GrowingBuffer();
        var writer = new KafkaWriter(buffer, flexible);
        writer.WriteString("topic");
        writer.WriteInt64(42);
        writer.WriteBytes([1, 2, 3]);
        writer.WriteTags();

        for (var length = 0; length < buffer.Length; length++)
        {
            var cut = buffer.Written[..length].ToArray();
            Assert.Throws<MalformedRequestException>(() => ReadAll(cut, flexible));
        }
    }

    [Fact]
    public void An_array_that_claims_more_elements_than_bytes_is_refused_before_anything_is_allocated()
    {
        Assert.Throws<MalformedRequestException>(() => new KafkaReader([0x7F, 0xFF, 0xFF, 0xFF, 0], flexible: false).ReadArrayCount());
    }

    [Fact]
    public void The_client_id_in_a_flexible_header_keeps_its_two_byte_length()
    {
        byte[] frame = [0, 18, 0, 3, 0, 0, 0, 7, 0, 2, (byte)'m', (byte)'e', 0, 0xAB];

        var header = RequestHeader.Read(frame, out var bodyStart);

        Assert.Equal(new RequestHeader(ApiKey.ApiVersions, 3, 7, "me"), header);
        Assert.Equal(0xAB, frame[bodyStart]);
    }

    [Fact]
    public void Errors_written_are_tallied_once_each()
    {
        using var buffer = new GrowingBuffer();
        var tally = new ErrorTally();
        var writer = new KafkaWriter(buffer, flexible: false, tally);
        writer.WriteError(ErrorCode.None);
        writer.WriteError(ErrorCode.InvalidRecord);
        writer.WriteError(ErrorCode.InvalidRecord);

        Assert.Equal([ErrorCode.InvalidRecord], tally.Seen);
    }

    private static void ReadAll(byte[] bytes, bool flexible)
    {
        var reader = new KafkaReader(bytes, flexible);
        reader.ReadString();
        reader.ReadInt64();
        reader.ReadBytes();
        reader.SkipTags();
    }
}
