namespace Engage.LocalBroker.Protocol;

/// <summary>The distinct error numbers one answer carries, in order of appearance.</summary>
internal sealed class ErrorTally
{
    private readonly List<ErrorCode> seen = [];

    public IReadOnlyList<ErrorCode> Seen => seen;

    public void Add(ErrorCode error)
    {
        if (error != ErrorCode.None && !seen.Contains(error)) seen.Add(error);
    }

    public void Clear() => seen.Clear();
}
