using Engage.Rules.Facts;

namespace Engage.Rules.Segments;

/// <summary>The verdict of a comparison on the total of a window.</summary>
internal interface IBucketJudge<T>
{
    Verdict Judge(T total);
}
