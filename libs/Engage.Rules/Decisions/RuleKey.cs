using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Engage.Rules.Decisions;

/// <summary>A rule's id in 8 bytes, for state rows that hold many rules: the first 64 bits of its SHA-256.</summary>
/// <remarks>Depends on nothing but the id, so state outlives a rebuilt definitions topic. Two ids with one key must not be applied together; among 10,000 rules the chance is 3e-12.</remarks>
public readonly record struct RuleKey(ulong Value) : IComparable<RuleKey>
{
    /// <summary>Length of the binary form.</summary>
    public const int SizeBytes = 8;

    public static RuleKey Of(string ruleId)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(ruleId), digest);
        return new RuleKey(BinaryPrimitives.ReadUInt64BigEndian(digest));
    }

    public int CompareTo(RuleKey other) => Value.CompareTo(other.Value);

    public static bool operator <(RuleKey left, RuleKey right) => left.Value < right.Value;

    public static bool operator >(RuleKey left, RuleKey right) => left.Value > right.Value;

    public static bool operator <=(RuleKey left, RuleKey right) => left.Value <= right.Value;

    public static bool operator >=(RuleKey left, RuleKey right) => left.Value >= right.Value;
}
