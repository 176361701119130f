using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Engage.Rules.Identity;

/// <summary>Digests under the installation's secret: of events for de-duplication, and of player ids for what outlives an erasure (semantics 40, 47).</summary>
/// <remarks>Immutable and thread-safe. The same secret must be given for ever: under another one nothing is recognised again.</remarks>
public sealed class KeyedDigests
{
    /// <summary>The shortest secret accepted, in bytes.</summary>
    public const int MinSecretBytes = 16;

    private readonly byte[] eventKey;
    private readonly byte[] playerKey;

    /// <param name="secret">At least <see cref="MinSecretBytes"/> bytes.</param>
    /// <exception cref="ArgumentException">The secret is too short.</exception>
    public KeyedDigests(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < MinSecretBytes)
            throw new ArgumentException($"The digest secret has {secret.Length} bytes; give at least {MinSecretBytes}.", nameof(secret));

        // One secret, two independent keys: knowing digests of one kind says nothing about the other.
        eventKey = HMACSHA256.HashData(secret, "engage/event-digest"u8)[..16];
        playerKey = HMACSHA256.HashData(secret, "engage/player-digest"u8);
    }

    /// <summary>The 128-bit digest of an event's identity within its player. Allocates nothing.</summary>
    public UInt128 OfEvent(ReadOnlySpan<byte> playerId, in EventIdentity identity)
    {
        var hash = new SipHash128(eventKey);
        hash.AddPart(playerId);
        hash.AddPart(identity.Source);
        hash.AddPart(identity.EventId);
        hash.AddPart(identity.Type);
        return hash.Finish();
    }

    /// <summary>The 128-bit digest that stands for an erased player: HMAC-SHA256, cut.</summary>
    public UInt128 OfPlayer(ReadOnlySpan<byte> playerId)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(playerKey, playerId, mac);
        return BinaryPrimitives.ReadUInt128BigEndian(mac);
    }
}
