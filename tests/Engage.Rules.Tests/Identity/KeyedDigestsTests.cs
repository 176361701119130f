using System.Buffers.Binary;
using Engage.Rules.Identity;

namespace Engage.Rules.Tests.Identity;

public sealed class KeyedDigestsTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    /// <summary>Rows of <c>vectors_sip128</c> in github.com/veorq/SipHash: key 00…0f, input 00 01 02 … of the given length.</summary>
    [Theory]
    [InlineData(0, "a3817f04ba25a8e66df67214c7550293")]
    [InlineData(1, "da87c1d86b99af44347659119b22fc45")]
    [InlineData(2, "8177228da4a45dc7fca38bdef60affe4")]
    [InlineData(3, "9c70b60c5267a94e5f33b6b02985ed51")]
    [InlineData(8, "3b62a9ba6258f5610f83e264f31497b4")]
    [InlineData(15, "5493e99933b0a8117e08ec0f97cfc3d9")]
    public void SipHash_gives_the_reference_vectors(int length, string expectedHex)
    {
        byte[] key = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];
        byte[] input = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        var hash = new SipHash128(key);
        hash.Add(input);
        Span<byte> output = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(output, hash.Finish());

        Assert.Equal(expectedHex, Convert.ToHexStringLower(output));
    }

    [Fact]
    public void Feeding_in_pieces_of_any_size_gives_the_same_hash()
    {
        byte[] input = [.. Enumerable.Range(0, 41).Select(i => (byte)(i * 7))];
        var whole = new SipHash128(Secret);
        whole.Add(input);
        var expected = whole.Finish();

        for (var piece = 1; piece <= input.Length; piece++)
        {
            var pieces = new SipHash128(Secret);
            for (var at = 0; at < input.Length; at += piece) pieces.Add(input.AsSpan(at, Math.Min(piece, input.Length - at)));
            Assert.Equal(expected, pieces.Finish());
        }
    }

    [Fact]
    public void The_same_identity_of_two_players_has_two_digests_and_so_have_two_secrets()
    {
        var digests = new KeyedDigests(Secret);
        var identity = new EventIdentity("s"u8, "1"u8, "t"u8);

        Assert.Equal(digests.OfEvent("p"u8, identity), digests.OfEvent("p"u8, identity));
        Assert.NotEqual(digests.OfEvent("p"u8, identity), digests.OfEvent("q"u8, identity));
        Assert.NotEqual(digests.OfEvent("p"u8, identity), new KeyedDigests(Secret.AsSpan(1)).OfEvent("p"u8, identity));
        Assert.NotEqual(digests.OfEvent("p"u8, identity), digests.OfEvent("p"u8, new EventIdentity("s1"u8, ""u8, "t"u8)));
    }

    [Fact]
    public void A_player_digest_depends_on_the_secret()
    {
        var digests = new KeyedDigests(Secret);

        Assert.Equal(digests.OfPlayer("p"u8), digests.OfPlayer("p"u8));
        Assert.NotEqual(digests.OfPlayer("p"u8), digests.OfPlayer("q"u8));
        Assert.NotEqual(digests.OfPlayer("p"u8), new KeyedDigests(Secret.AsSpan(1)).OfPlayer("p"u8));
    }

    [Fact]
    public void A_short_secret_is_refused_with_the_length_it_needs()
    {
        var error = Assert.Throws<ArgumentException>(() => new KeyedDigests("too short"u8));
        Assert.Contains("16", error.Message, StringComparison.Ordinal);
    }
}
