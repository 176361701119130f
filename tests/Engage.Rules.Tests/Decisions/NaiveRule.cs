namespace Engage.Rules.Tests.Decisions;

/// <summary>
/// What semantics 12 to 27 say, written down as plainly as possible: whole steps are counted one by one, what is part of the progress stands in a
/// list, and nothing is compact or fast. Shares no code with the product.
/// </summary>
internal sealed class NaiveRule
{
    private readonly Dictionary<string, decimal> left = [];
    private readonly List<(long Position, string Currency)> counted = [];
    private readonly List<(int Version, string Policy, Dictionary<string, decimal> Steps)> versions = [];
    private (long Since, long? Until, long Position, int? Left)? held;
    private bool hasExecuted;

    public bool IsCount { get; init; }

    public int Cap { get; init; } = 1000;

    public bool Carries { get; init; }

    public bool Once { get; init; }

    public bool Qualifies { get; init; }

    public long? Period { get; init; }

    public int? Iterations { get; init; }

    public bool Restarts { get; init; }

    private Dictionary<string, decimal> Steps => versions[^1].Steps;

    /// <summary>A version of the rule; the first has no policy to act on.</summary>
    public void Edit(string policy, Dictionary<string, decimal> steps)
    {
        if (versions.Count > 0 && policy == "reset")
        {
            left.Clear();
            counted.Clear();
        }
        else if (versions.Count > 0 && policy == "scale")
        {
            foreach (var currency in left.Keys.ToList()) left[currency] = Round(left[currency] * steps[currency] / Steps[currency], up: false);
        }

        versions.Add((versions.Count + 1, policy, steps));
    }

    /// <returns>Executions, what is left (null: nothing was counted) and steps discarded.</returns>
    public (int Times, decimal? Left, long Discarded) Happens(long position, long judgedAt, string currency, decimal? amount, bool isTrigger, bool isQualifying)
    {
        if (Once && hasExecuted) return (0, null, 0);
        if (Qualifies && isQualifying && Begins(judgedAt))
        {
            Drop();
            held = (judgedAt, judgedAt + Period, position, Iterations);
            return (0, null, 0);
        }

        if (!isTrigger) return (0, null, 0);
        if (Qualifies && !(held is { } valid && valid.Since <= judgedAt && (valid.Until is null || judgedAt < valid.Until))) return (0, null, 0);

        var unit = IsCount ? "" : currency;
        if (!Steps.TryGetValue(unit, out var step) || (!IsCount && amount is null)) return (0, null, 0);

        counted.Add((position, unit));
        left[unit] = left.GetValueOrDefault(unit) + (IsCount ? 1 : amount!.Value);
        return Pay(unit, step);
    }

    /// <returns>What is left in the currency; null where nothing was taken.</returns>
    public decimal? Reversed(long original, int originalVersion, string currency, decimal amount, bool wholly, bool isTrigger, bool isQualifying)
    {
        if (Qualifies && isQualifying && wholly && held is { } qualification && qualification.Position == original)
        {
            Drop();
            held = null;
            return null;
        }

        var unit = IsCount ? "" : currency;
        var taken = IsCount ? (wholly ? 1 : 0) : amount;
        if (!isTrigger || taken == 0 || (Once && hasExecuted) || !counted.Contains((original, unit))) return null;

        foreach (var (version, policy, steps) in versions)
        {
            if (version > originalVersion && policy == "scale") taken = Round(taken * steps[unit] / versions[version - 2].Steps[unit], up: true);
        }

        return left[unit] = left.GetValueOrDefault(unit) - taken;
    }

    private bool Begins(long judgedAt)
    {
        if (held is not { } current) return true;
        if (judgedAt < current.Since) return false;
        return Restarts || (current.Until is { } until && judgedAt >= until);
    }

    private (int Times, decimal? Left, long Discarded) Pay(string unit, decimal step)
    {
        var paid = 0;
        while (paid < Cap && left[unit] >= step)
        {
            left[unit] -= step;
            paid++;
        }

        long surplus = 0;
        while (!Carries && left[unit] >= step)
        {
            left[unit] -= step;
            surplus++;
        }

        if (paid == 0) return (0, left[unit], 0);

        hasExecuted = true;
        var allowed = Math.Min(Once ? 1 : int.MaxValue, held is { Left: { } iterations } ? iterations : int.MaxValue);
        if (Once || allowed < paid) surplus = 0;
        var times = Math.Min(paid, allowed);
        var isUsedUp = held is { Left: { } rest } && times == rest;
        if (held is { Left: not null } running) held = isUsedUp ? null : running with { Left = running.Left - times };
        if (!isUsedUp && !Once) return (times, left[unit], surplus);

        Drop();
        return (times, 0, surplus);
    }

    private void Drop()
    {
        left.Clear();
        counted.Clear();
    }

    private decimal Round(decimal value, bool up)
    {
        var scale = IsCount ? 1 : 100_000_000m;
        return (up ? Math.Ceiling(value * scale) : Math.Floor(value * scale)) / scale;
    }
}
