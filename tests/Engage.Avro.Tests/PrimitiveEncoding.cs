using Engage.Avro.Binary;

namespace Engage.Avro.Tests;

/// <summary>Golden bytes of the specification's binary encoding.</summary>
public sealed class PrimitiveEncoding
{
    [Theory]
    [InlineData(0L, "00")]
    [InlineData(-1L, "01")]
    [InlineData(1L, "02")]
    [InlineData(-2L, "03")]
    [InlineData(-64L, "7f")]
    [InlineData(64L, "8001")]
    [InlineData(8192L, "808001")]
    [InlineData(int.MaxValue, "feffffff0f")]
    [InlineData(int.MinValue, "ffffffff0f")]
    [InlineData(long.MaxValue, "feffffffffffffffff01")]
    [InlineData(long.MinValue, "ffffffffffffffffff01")]
    public void A_long_is_a_zigzag_varint(long value, string hex)
    {
        var writer = new AvroWriter(stackalloc byte[16]);
        writer.WriteLong(value);
        Assert.Equal(Bytes.FromHex(hex), writer.Written.ToArray());

        var reader = new AvroReader(writer.Written);
        Assert.Equal(value, reader.ReadLong());
        reader.ExpectEnd();
    }

    [Fact]
    public void The_other_primitives_have_the_bytes_of_the_specification()
    {
        var writer = new AvroWriter([]);

        writer.WriteBoolean(true);
        writer.WriteFloat(1.5f);
        writer.WriteDouble(-2.25);
        writer.WriteString("foo");
        writer.WriteBytes([0xff, 0x00]);

        Assert.Equal(Bytes.FromHex("01 0000c03f 00000000000002c0 06666f6f 04ff00"), writer.Written.ToArray());
        writer.Dispose();
    }

    [Theory]
    [InlineData("0", "0200")]
    [InlineData("1", "0805f5e100")]
    [InlineData("-1", "08fa0a1f00")]
    [InlineData("0.00000001", "0201")]
    [InlineData("-0.00000001", "02ff")]
    [InlineData("0.00000127", "027f")]
    [InlineData("0.00000128", "040080")]
    [InlineData("-0.00000128", "0280")]
    [InlineData("1.50000000000", "0808f0d180")]
    [InlineData("99999999999999999999.99999999", "18204fce5e3e2502610fffffff")]
    [InlineData("-99999999999999999999.99999999", "18dfb031a1c1dafd9ef0000001")]
    public void A_decimal_is_the_shortest_twos_complement_of_its_unscaled_value(string text, string hex)
    {
        var value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var writer = new AvroWriter(stackalloc byte[32]);

        writer.WriteDecimal(value, 28, 8);

        Assert.Equal(Bytes.FromHex(hex), writer.Written.ToArray());
        var reader = new AvroReader(writer.Written);
        Assert.Equal(value, reader.ReadDecimal(28, 8));
    }

    [Theory]
    [InlineData("0.000000001", "decimal places")]
    [InlineData("100000000000000000000", "digits")]
    [InlineData("79228162514264337593543950335", "digits")]
    public void A_decimal_that_does_not_fit_is_not_rounded(string text, string complaint)
    {
        var value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        var refusal = Assert.Throws<AvroEncodeException>(() => new AvroWriter([]).WriteDecimal(value, 28, 8));

        Assert.Contains(complaint, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00", "0")]
    [InlineData("0200", "0")]
    [InlineData("10 00000000 05f5e100", "1")]
    [InlineData("20 ffffffffffffffff ffffffff fa0a1f00", "-1")]
    public void A_decimal_padded_with_sign_bytes_is_understood(string hex, string text)
    {
        var reader = new AvroReader(Bytes.FromHex(hex));

        Assert.Equal(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture), reader.ReadDecimal(28, 8));
    }

    [Fact]
    public void A_writer_grows_from_the_stack_to_pooled_memory_and_keeps_what_was_written()
    {
        var writer = new AvroWriter(stackalloc byte[4]);
        for (var index = 0; index < 10_000; index++) writer.WriteInt(index);

        var reader = new AvroReader(writer.Written);
        for (var index = 0; index < 10_000; index++) Assert.Equal(index, reader.ReadInt());
        reader.ExpectEnd();
        writer.Dispose();
    }

    [Fact]
    public void A_lone_surrogate_is_not_written_as_a_question_mark() =>
        Assert.ThrowsAny<ArgumentException>(() => new AvroWriter([]).WriteString("\ud800"));

    [Fact]
    public void The_wire_header_is_a_zero_byte_and_the_id()
    {
        var writer = new AvroWriter(stackalloc byte[16]);

        ConfluentWire.WriteHeader(ref writer, 0x01020304);
        writer.WriteInt(-1);

        Assert.Equal(Bytes.FromHex("00 01020304 01"), writer.Written.ToArray());
        Assert.True(ConfluentWire.TryRead(writer.Written, out var id, out var payload));
        Assert.Equal(0x01020304, id);
        Assert.Equal(1, payload.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00000001")]
    [InlineData("0100000001")]
    public void What_does_not_begin_with_a_header_is_told_apart(string hex) =>
        Assert.False(ConfluentWire.TryRead(Bytes.FromHex(hex), out _, out _));
}
