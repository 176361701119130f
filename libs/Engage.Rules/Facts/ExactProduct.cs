namespace Engage.Rules.Facts;

/// <summary>Compares amount × rate with a threshold without rounding the product (semantics 2).</summary>
internal static class ExactProduct
{
    /// <summary>The sign of <paramref name="amount"/> × <paramref name="rate"/> − <paramref name="threshold"/>. Allocates nothing.</summary>
    /// <param name="amount">From 0.</param>
    /// <param name="rate">Above 0.</param>
    /// <param name="threshold">Any.</param>
    public static int Compare(decimal amount, decimal rate, decimal threshold)
    {
        if (threshold < 0) return 1;
        if (amount == 0) return threshold == 0 ? 0 : -1;

        var (left, leftScale) = Split(amount);
        var (factor, factorScale) = Split(rate);
        var (right, rightScale) = Split(threshold);
        var productScale = leftScale + factorScale;

        // Two 96-bit mantissas make at most 192 bits; bringing both sides to one scale adds at most 10^56 (187 bits) to either.
        var product = Wide.Multiply(left, factor);
        var bound = Wide.From(right);
        return productScale >= rightScale
            ? product.CompareTo(bound.TimesPowerOfTen(productScale - rightScale))
            : product.TimesPowerOfTen(rightScale - productScale).CompareTo(bound);
    }

    private static (UInt128 Mantissa, int Scale) Split(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var low = ((ulong)(uint)bits[1] << 32) | (uint)bits[0];
        return (new UInt128((uint)bits[2], low), (bits[3] >> 16) & 0x7F);
    }

    /// <summary>An unsigned number of 384 bits, least significant word first.</summary>
    private ref struct Wide
    {
        private const int WordCount = 6;
        private const ulong BillionSquared = 1_000_000_000_000_000_000;

        private Words words;

        public static Wide From(UInt128 value)
        {
            var result = default(Wide);
            result.words[0] = (ulong)value;
            result.words[1] = (ulong)(value >> 64);
            return result;
        }

        public static Wide Multiply(UInt128 left, UInt128 right)
        {
            var result = From(left);
            var low = result.Times((ulong)right);
            var high = result.Times((ulong)(right >> 64));
            ulong carry = 0;
            for (var i = 1; i < WordCount; i++)
            {
                var sum = (UInt128)low.words[i] + high.words[i - 1] + carry;
                low.words[i] = (ulong)sum;
                carry = (ulong)(sum >> 64);
            }

            return low;
        }

        public readonly Wide TimesPowerOfTen(int exponent)
        {
            var result = this;
            for (; exponent >= 18; exponent -= 18) result = result.Times(BillionSquared);
            for (; exponent > 0; exponent--) result = result.Times(10);
            return result;
        }

        public readonly int CompareTo(Wide other)
        {
            for (var i = WordCount - 1; i >= 0; i--)
            {
                if (words[i] != other.words[i]) return words[i] < other.words[i] ? -1 : 1;
            }

            return 0;
        }

        private readonly Wide Times(ulong factor)
        {
            var result = default(Wide);
            ulong carry = 0;
            for (var i = 0; i < WordCount; i++)
            {
                var product = ((UInt128)words[i] * factor) + carry;
                result.words[i] = (ulong)product;
                carry = (ulong)(product >> 64);
            }

            return result;
        }

        [System.Runtime.CompilerServices.InlineArray(WordCount)]
        private struct Words
        {
            private ulong first;
        }
    }
}
