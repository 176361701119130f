using System.Globalization;

namespace Engage.Hosting.Configuration;

/// <summary>An amount of memory or disk, written with its unit: <c>64MiB</c>, <c>1GiB</c>, <c>512KiB</c> or <c>100B</c>.</summary>
public readonly record struct ByteSize(long Bytes)
{
    private static readonly (string Unit, int Shift)[] Units = [("GiB", 30), ("MiB", 20), ("KiB", 10), ("B", 0)];

    public static ByteSize FromMebibytes(long mebibytes) => new(mebibytes << 20);

    /// <summary>Reads a whole number of 0 or more with its unit.</summary>
    public static bool TryParse(string text, out ByteSize size)
    {
        ArgumentNullException.ThrowIfNull(text);
        size = default;
        foreach (var (unit, shift) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) continue;
            if (!long.TryParse(text.AsSpan(0, text.Length - unit.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
            if (count > long.MaxValue >> shift) return false;
            size = new(count << shift);
            return true;
        }

        return false;
    }

    /// <summary>In the largest unit that leaves a whole number.</summary>
    public override string ToString()
    {
        foreach (var (unit, shift) in Units)
            if (Bytes != 0 && Bytes % (1L << shift) == 0) return string.Create(CultureInfo.InvariantCulture, $"{Bytes >> shift}{unit}");
        return "0B";
    }
}
