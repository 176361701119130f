namespace Engage.SegmentMaterializer.Domain.Dedupe;

/// <summary>Money of an accepted event and what of it no reversal has taken back yet: 0 ≤ <paramref name="Open"/> ≤ <paramref name="Original"/>.</summary>
internal readonly record struct OpenMoney(decimal Original, decimal Open)
{
    public static OpenMoney Whole(decimal original) => new(original, original);
}
