using Engage.Properties.Tests.Model;

namespace Engage.Properties.Tests.Oracle;

/// <summary>
/// Semantics 0, A to D and G as plainly as they can be written: everything is kept in lists and looked through from the start, steps are counted one by one. Shares no code with the product.
/// </summary>
internal sealed class NaiveRules
{
    private const long Second = 1_000_000;
    private const long Horizon = 7 * 24 * 3600 * Second;
    private const long Lateness = 72 * 3600 * Second;

    private readonly List<(long Position, long Ingested, Book Book)> markers = [];
    private readonly Dictionary<string, NaivePlayer> players = [];
    private readonly List<(Happening Happening, HashSet<string> Rules)> erased = [];

    /// <summary>What was decided, one line each.</summary>
    public List<string> Executions { get; } = [];

    public void PutInForce(long position, long ingested, Book book)
    {
        var before = markers.Count == 0 ? [] : markers[^1].Book.Rules;
        markers.Add((position, ingested, book));
        foreach (var (id, versions) in book.Rules)
        {
            for (var next = before.TryGetValue(id, out var known) ? known.Count : 1; next < versions.Count; next++)
            {
                foreach (var player in players.Values.Where(player => player.Progress.ContainsKey(id))) Edit(player.Progress[id], versions[next - 1], versions[next]);
            }
        }
    }

    public void Happens(Happening now)
    {
        var isNew = !players.TryGetValue(now.Player, out var player);
        if (now.Update is { Erase: true })
        {
            Erase(now.Player, player);
            return;
        }

        if (erased.Any(past => past.Happening is var before && before.Player == now.Player && before.Id == now.Id && before.Source == now.Source && before.Type == now.Type && before.Ingested >= now.Ingested - Horizon)) return;
        player ??= Begin(now);
        var twin = player.Find(now.Source, now.Id, now.Type, now.Ingested - Horizon);
        if (twin is not null && !(twin.Happening.Backfill && !now.Backfill)) return;
        if (now.Backfill && now.Occurred >= player.FirstLive) return;
        if (isNew) players.Add(now.Player, player);

        var isClamped = !now.Backfill && now.Occurred > now.Ingested + (300 * Second);
        var judged = isClamped ? now.Ingested : now.Occurred;
        var isLate = !now.Backfill && player.Clock is { } clock && judged < clock - Lateness;
        if (isLate) judged = player.Clock!.Value - Lateness;
        if (!now.Backfill) player.FirstLive = Math.Min(player.FirstLive, now.Occurred);

        var tags = twin is null && now.Update is { } update ? Apply(player, update) : [];
        var currency = now.Currency ?? player.Profile.GetValueOrDefault("currency");
        var original = now.Reverses is null ? null : player.Find(now.Source, now.Reverses, now.Type, now.Ingested - Horizon);
        var taken = original is null ? null : TakeBack(original, now);
        var isUnmatched = now.Reverses is not null && taken is null;
        if (!now.Backfill && !isUnmatched) player.Clock = Math.Max(player.Clock ?? long.MinValue, judged);

        var segments = new HashSet<string>();
        var entry = new Accepted(now, judged, currency, segments, markers.Count - 1, twin);
        if (twin is not null) player.Log[player.Log.IndexOf(twin)] = entry; // Counted where it stood; its live position is what rules know it by.
        else player.Log.Add(entry);
        segments.UnionWith(new NaiveSegments(markers).Of(player, judged, now));
        if (isUnmatched || now.Backfill || markers.Count == 0) return;

        var flags = (isLate ? "late " : "") + (isClamped ? "clamped " : "");
        Judge(player, new Event(now, judged, currency, segments, now.Type, now.Root ?? RootOf(now), flags, tags.Count > 0 || now.Depth > 0 || now.Root is not null, 0), original, taken);
        if (now.Depth >= 8) return;
        foreach (var (tag, added) in tags)
        {
            var derived = new Happening { Player = now.Player, Source = "engage", Id = $"{now.Id}#{tag}", Type = added ? "tag.added" : "tag.removed", Occurred = now.Occurred, Position = now.Position, Ingested = now.Ingested };
            Judge(player, new Event(derived, judged, currency, segments, derived.Type, now.Root ?? RootOf(now), flags, true, 1), null, null);
        }
    }

    /// <summary>What outlives an erasure: which events were accepted, and which rules executed.</summary>
    private void Erase(string id, NaivePlayer? player)
    {
        if (player is null) return;
        var executed = player.Progress.Where(rule => rule.Value.HasExecuted).Select(rule => rule.Key).ToHashSet();
        erased.AddRange(player.Log.Select(entry => (entry.Happening, executed)));
        players.Remove(id);
    }

    private NaivePlayer Begin(Happening first)
    {
        var player = new NaivePlayer(first.Position);
        foreach (var rule in erased.Where(past => past.Happening.Player == first.Player).SelectMany(past => past.Rules)) player.Progress[rule] = new NaiveProgress { HasExecuted = true };
        return player;
    }

    private sealed record Event(Happening Happening, long JudgedAt, string? Currency, HashSet<string> Segments, string Type, string Root, string Flags, bool IsChain, int Index);

    private sealed record Taken(decimal? Amount, decimal? Bonus, bool Wholly);

    private void Judge(NaivePlayer player, Event now, Accepted? original, Taken? taken)
    {
        var executed = new List<RuleModel>();
        foreach (var (id, versions) in markers[^1].Book.Rules)
        {
            if (IsRepeatedInChain(player, now, id)) continue;
            var progress = player.Progress.TryGetValue(id, out var known) ? known : player.Progress[id] = new NaiveProgress();
            // Rules never judged what was only loaded as history.
            if (original is { Book: >= 0, Happening.Backfill: false }) Reverse(progress, markers[original.Book].Book.Rules.GetValueOrDefault(id), versions, now, original, taken!);
            var rule = versions[^1];
            if (rule.Paused) continue;
            var isReversal = now.Happening.Reverses is not null;
            var isTrigger = isReversal == rule.ReversalsOnly && Meets(rule, rule.Type, rule.Where, now.Happening, now.Happening.Amount, now.Currency, now.Segments, now.JudgedAt);
            var isQualifying = rule.Qualification is { } own && !isReversal && Meets(rule, own.Type, own.Where, now.Happening, now.Happening.Amount, now.Currency, now.Segments, now.JudgedAt);
            if ((isTrigger || isQualifying) && Fire(progress, rule, versions.Count, now, isTrigger, isQualifying)) executed.Add(rule);
        }

        if (!now.IsChain && !executed.Any(rule => rule.Effects.Any(effect => effect.Kind != "points"))) return;
        player.Chains.AddRange(executed.Select(rule => (now.Root, rule.Id, now.Happening.Ingested)));
    }

    private static bool IsRepeatedInChain(NaivePlayer player, Event now, string rule) =>
        now.IsChain && player.Chains.Any(link => link.Root == now.Root && link.Rule == rule && link.Ingested >= now.Happening.Ingested - Horizon);

    private bool Fire(NaiveProgress progress, RuleModel rule, int version, Event now, bool isTrigger, bool isQualifying)
    {
        if (rule.Once && progress.HasExecuted) return false;
        var held = progress.Held;
        if (rule.Qualification is { } qualification)
        {
            var begins = isQualifying && (held is null || now.JudgedAt >= held.Value.Until || (qualification.Restarts && now.JudgedAt >= held.Value.Since));
            if (begins)
            {
                progress.Drop(now.Happening.Position);
                progress.Held = (now.JudgedAt, now.JudgedAt + (qualification.PeriodSeconds * Second), now.Happening.Position, now.Index > 0, qualification.Iterations);
                return false;
            }

            if (!isTrigger || !progress.Holds(now.JudgedAt)) return false;
        }

        if (!isTrigger) return false;
        decimal? counted = now.Happening.Amount;
        var (times, surplus, unit) = (1, 0L, "");
        var accumulates = rule.Count is not null || rule.Every is not null;
        if (accumulates)
        {
            unit = rule.Count is null ? now.Currency : "";
            if (rule.Count is null) counted = Sum(rule, now.Happening.Amount, now.Happening.Bonus);
            if (unit is null || StepOf(rule, unit) is not { } step || (rule.Count is null && counted is null)) return false;
            progress.Left[unit] = progress.Left.GetValueOrDefault(unit) + (rule.Count is null ? counted!.Value : 1);
            for (times = 0; times < rule.Cap && progress.Left[unit] >= step; times++) progress.Left[unit] -= step;
            for (; !rule.Carries && progress.Left[unit] >= step; surplus++) progress.Left[unit] -= step;
            if (times == 0) return false;
        }

        progress.HasExecuted = true;
        var isCapped = surplus > 0 || (accumulates && rule.Carries && progress.Left[unit] >= StepOf(rule, unit));
        var allowed = Math.Min(rule.Once ? 1 : int.MaxValue, held?.Iterations ?? int.MaxValue);
        if (rule.Once || allowed < times) (surplus, isCapped) = (0, false);
        times = Math.Min(times, allowed);
        var isUsedUp = held?.Iterations == times;
        if (held is { Iterations: { } iterations }) progress.Held = isUsedUp ? null : held.Value with { Iterations = iterations - times };
        if (isUsedUp || rule.Once) progress.Drop(now.Happening.Position);

        decimal? left = !accumulates ? null : progress.Left.GetValueOrDefault(unit);
        var window = rule.Qualification is null || held is null ? "-" : $"{held.Value.Since}-{held.Value.Until}";
        var points = string.Join('+', rule.Effects.Where(effect => effect.Kind == "points").Select(effect => Plain(effect.Points * times)));
        Executions.Add($"{now.Happening.Player} {rule.Id}/{version} by {now.Happening.Source}/{now.Happening.Id}/{now.Type}: {times} times, amount {Plain(counted)} {(counted is null ? "" : now.Currency)}, left {Plain(left)}, "
            + $"discarded {surplus}, held {window}, flags {(now.Flags + (isCapped ? "capped" : "")).Trim()}, points {points}");
        return true;
    }

    private static void Reverse(NaiveProgress progress, List<RuleModel>? then, List<RuleModel> versions, Event now, Accepted original, Taken taken)
    {
        if (then is null || then[^1] is not { Paused: false } judge) return;
        var asThen = now.Happening with { Reverses = null };
        var isTrigger = !judge.ReversalsOnly && Meets(judge, judge.Type, judge.Where, asThen, original.Amount, original.Currency, original.Segments, original.JudgedAt);
        var isQualifying = judge.Qualification is { } own && Meets(judge, own.Type, own.Where, asThen, original.Amount, original.Currency, original.Segments, original.JudgedAt);
        var position = original.Happening.Position;
        if (isQualifying && taken.Wholly && progress.Held is { Derived: false } ended && ended.Position == position)
        {
            progress.Drop(now.Happening.Position);
            progress.Held = null;
            return;
        }

        var rule = versions[^1];
        if (!isTrigger || (rule.Count is null && rule.Every is null) || (rule.Once && progress.HasExecuted) || position <= progress.LastDrop) return;
        if (rule.Qualification is not null && !(progress.Held is { } held && held.Position < position && progress.Holds(original.JudgedAt))) return;
        var unit = rule.Count is null ? original.Currency : "";
        decimal amount = rule.Count is null ? Sum(rule, taken.Amount, taken.Bonus) ?? 0 : taken.Wholly ? 1 : 0;
        if (unit is null || amount == 0 || StepOf(rule, unit) is null) return;
        var edits = Enumerable.Range(then.Count, versions.Count - then.Count).Select(next => (Next: next, Policy: EditOf(versions[next - 1], versions[next]))).ToList();
        if (edits.Any(edit => edit.Policy.StartsWith("reset", StringComparison.Ordinal))) return; // Also a later one: steps of before may lack this currency.
        foreach (var (next, policy) in edits)
        {
            if (policy == "scale") amount = Round(amount * StepOf(versions[next], unit)!.Value / StepOf(versions[next - 1], unit)!.Value, rule, up: true);
        }

        progress.Left[unit] = progress.Left.GetValueOrDefault(unit) - amount;
    }

    private static Taken? TakeBack(Accepted original, Happening reversal)
    {
        var open = original.Open;
        if (open.Wholly || original.Happening.Reverses is not null) return null;
        var amount = open.Amount is not { } left ? (decimal?)null : Math.Min(left, reversal.Amount ?? left);
        var wholly = amount == open.Amount;
        var bonus = wholly ? open.Bonus : open.Bonus is { } rest ? Math.Min(rest, reversal.Bonus ?? 0) : null;
        if (!wholly && amount is not > 0 && bonus is not > 0) return null;
        (open.Amount, open.Bonus, open.Wholly) = (open.Amount - amount, open.Bonus - bonus, wholly);
        return new Taken(amount, bonus, wholly);
    }

    private static SortedDictionary<string, bool> Apply(NaivePlayer player, Change change)
    {
        foreach (var (name, value) in change.Set) player.Profile[name] = value;
        player.Consents = change.EmailConsent ?? player.Consents;
        var before = player.Tags.ToHashSet();
        player.Tags.UnionWith(change.AddTags);
        player.Tags.ExceptWith(change.RemoveTags);
        return new(before.Union(player.Tags).Where(tag => before.Contains(tag) != player.Tags.Contains(tag)).ToDictionary(tag => tag, player.Tags.Contains), StringComparer.Ordinal);
    }

    private static bool Meets(RuleModel rule, string type, Filter where, Happening now, decimal? amount, string? currency, HashSet<string> segments, long judgedAt)
    {
        if (!IsOf(now.Type, type) || (rule.Segment is not null && !segments.Contains(rule.Segment)) || !IsActive(rule, judgedAt)) return false;
        if (where.Game is not null && now.Game != where.Game) return false;
        if (where.AtLeast is { } bounds) return currency is not null && bounds.TryGetValue(currency, out var bound) && amount >= bound;
        return where.AtLeastEuros is not { } euros || (currency == "EUR" ? amount >= euros : amount * now.EuroRate >= euros);
    }

    private static bool IsActive(RuleModel rule, long judgedAt)
    {
        if (judgedAt < rule.From * Second || judgedAt >= rule.Until * Second) return false;
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddTicks(judgedAt * 10), TimeZoneInfo.FindSystemTimeZoneById(rule.Zone));
        return rule.Days is null || rule.Days.Contains(local.DayOfWeek);
    }

    private static void Edit(NaiveProgress progress, RuleModel older, RuleModel newer)
    {
        var effect = EditOf(older, newer);
        if (effect.StartsWith("reset", StringComparison.Ordinal)) progress.Left.Clear();
        if (effect == "reset all") progress.Held = null;
        if (effect != "scale") return;
        foreach (var unit in progress.Left.Keys.ToList()) progress.Left[unit] = Round(progress.Left[unit] * StepOf(newer, unit)!.Value / StepOf(older, unit)!.Value, newer, up: false);
    }

    private static string EditOf(RuleModel older, RuleModel newer)
    {
        if (older.Qualification is null != newer.Qualification is null) return "reset all";
        if (older.Type != newer.Type || older.ReversalsOnly != newer.ReversalsOnly || Plain(older.Where) != Plain(newer.Where)) return "reset";
        if (Shape(older) != Shape(newer)) return "reset";
        var isSame = older.Count == newer.Count && (older.Every is null || older.Every.All(step => newer.Every![step.Key] == step.Value));
        return isSame ? "keep" : newer.OnStepChange;
    }

    private static string Shape(RuleModel rule) => $"{string.Join(' ', rule.Fields)} {rule.Count is null} {(rule.Every is null ? "" : string.Join(' ', rule.Every.Keys.Order(StringComparer.Ordinal)))}";

    private static decimal? StepOf(RuleModel rule, string unit) => rule.Count is { } count ? count : rule.Every!.TryGetValue(unit, out var step) ? step : null;

    private static decimal? Sum(RuleModel rule, decimal? amount, decimal? bonus)
    {
        var parts = rule.Fields.Select(field => field == "amount" ? amount : bonus).Where(part => part is not null).ToList();
        return parts.Count == 0 ? null : parts.Sum();
    }

    private static decimal Round(decimal value, RuleModel rule, bool up)
    {
        var scale = rule.Count is null ? 100_000_000m : 1;
        return (up ? Math.Ceiling(value * scale) : Math.Floor(value * scale)) / scale;
    }

    public static bool IsOf(string type, string pattern) => pattern.EndsWith('*') ? type.StartsWith(pattern[..^1], StringComparison.Ordinal) : type == pattern;

    public static string Plain(decimal? value) => value is { } number ? number.ToString("0.########", System.Globalization.CultureInfo.InvariantCulture) : "none";

    private static string Plain(Filter filter) => $"{filter.Game} {filter.AtLeastEuros} {(filter.AtLeast is null ? "" : string.Join(' ', filter.AtLeast.OrderBy(bound => bound.Key, StringComparer.Ordinal)))}";

    private static string RootOf(Happening now) => $"{now.Source}/{now.Id}/{now.Type}";
}
