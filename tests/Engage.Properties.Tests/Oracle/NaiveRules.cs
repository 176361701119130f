using Engage.Properties.Tests.Model;

namespace Engage.Properties.Tests.Oracle;

/// <summary>Semantics 0, A to D and G as plainly as they can be written: lists are looked through from the start, steps counted one by one.</summary>
/// <param name="asking">Told of each rule right before it is asked about an event; true: it has executed in the event's chain already.</param>
internal sealed class NaiveRules(Action<RuleModel, Accepted, KnownProgress, bool>? asking = null)
{
    public const long Second = 1_000_000, Horizon = 7 * 24 * 3600 * Second, Lateness = 72 * 3600 * Second;

    private readonly List<Accepted> erased = [];

    public List<(long Position, long Ingested, Book Book)> Markers { get; } = [];

    public Dictionary<string, KnownPlayer> Players { get; } = [];

    public List<Decided> Executions { get; } = [];

    public void PutInForce(long position, long ingested, Book book)
    {
        foreach (var (id, progress) in Players.Values.SelectMany(player => player.Progress))
        {
            foreach (var (older, newer) in Edits(book.Rules[id], Markers[^1].Book.Rules[id].Count))
            {
                progress.Left = After(progress.Left, older, newer, Math.Floor);
                if (older.Qualification is null != newer.Qualification is null) progress.Held = null;
            }
        }
        Markers.Add((position, ingested, book));
    }

    public void Happens(Happening now)
    {
        var player = Players.GetValueOrDefault(now.Player) ?? new KnownPlayer(now.Position);
        var loaded = Find(player.Log, now, now.Id);
        if (now.Update is { Erase: true })
        {
            erased.AddRange(player.Log);
            Players.Remove(now.Player);
            return;
        }

        if ((loaded is not null && (now.Backfill || !loaded.Happening.Backfill)) || (now.Backfill && now.Occurred >= player.FirstLive)) return;
        if (Find(erased.Where(entry => entry.Happening.Player == now.Player), now, now.Id) is not null) return;
        Players[now.Player] = player;
        var isClamped = !now.Backfill && now.Occurred > now.Ingested + (300 * Second);
        var judged = isClamped ? now.Ingested : now.Occurred;
        var isLate = !now.Backfill && judged < player.Clock - Lateness;
        if (isLate) judged = player.Clock!.Value - Lateness;
        if (!now.Backfill) player.FirstLive = Math.Min(player.FirstLive, now.Occurred);
        var tags = loaded is null && now.Update is { } update ? Apply(player, update) : [];
        var original = now.Reverses is null ? null : Find(player.Log, now, now.Reverses);
        var taken = original is null ? null : TakeBack(original.Counted, now);
        var isUnmatched = now.Reverses is not null && taken is null;
        if (!now.Backfill && !isUnmatched) player.Clock = Math.Max(player.Clock ?? long.MinValue, judged);

        var currency = now.Currency ?? player.Profile.GetValueOrDefault("currency");
        var entry = new Accepted(now, judged, currency, [], Markers.LastOrDefault().Book, loaded);
        if (loaded is not null) player.Log[player.Log.IndexOf(loaded)] = entry;
        else player.Log.Add(entry);
        entry.Segments.UnionWith(entry.Book?.Segments.Keys.Where(new NaiveSegments(Markers, player, judged, now).Contain) ?? []);
        if (isUnmatched || now.Backfill || entry.Book is null) return;

        var flags = (isLate ? "late " : "") + (isClamped ? "clamped " : "");
        var cause = now with { Root = now.Root ?? $"{now.Source}/{now.Id}/{now.Type}" };
        Judge(player, entry with { Happening = cause }, tags.Count > 0 || now.Depth > 0 || now.Root is not null, flags, original, taken);
        foreach (var (tag, isAdded) in now.Depth >= 8 ? [] : tags)
        {
            var derived = cause with { Source = "engage", Id = $"{now.Id}#{tag}", Type = isAdded ? "tag.added" : "tag.removed" };
            derived = derived with { Amount = null, Bonus = null, EuroRate = null, Game = null, Reverses = null, Depth = now.Depth + 1 };
            Judge(player, entry with { Happening = derived }, isChain: true, flags, null, null);
        }
    }

    private static Accepted? Find(IEnumerable<Accepted> log, Happening now, string id) => log.LastOrDefault(entry => entry.Happening is var past
        && past.Source == now.Source && past.Id == id && past.Type == now.Type && past.Ingested >= now.Ingested - Horizon);

    private void Judge(KnownPlayer player, Accepted now, bool isChain, string flags, Accepted? original, Happening? taken)
    {
        var (executed, happening, isReversal) = (new List<RuleModel>(), now.Happening, now.Happening.Reverses is not null);
        foreach (var (id, versions) in now.Book!.Rules)
        {
            var progress = player.Progress.TryGetValue(id, out var known) ? known : player.Progress[id] = new KnownProgress();
            var links = player.Chains.Where(link => link.Root == happening.Root && link.Ingested >= happening.Ingested - Horizon);
            var isRepeat = isChain && links.Any(link => link.Rule == id);
            asking?.Invoke(versions[^1], now, progress, isRepeat);
            if (isRepeat) continue;
            if (original is { Happening.Backfill: false, Book: { } book } && book.Rules.TryGetValue(id, out var then))
                Reverse(progress, then, versions, now, original, taken!);
            var rule = versions[^1];
            var isTrigger = isReversal == rule.ReversalsOnly && Meets(rule, rule.Trigger, now);
            var isQualifying = !isReversal && Meets(rule, rule.Qualification, now);
            if (Fire(progress, rule, versions.Count, now, isTrigger, isQualifying, flags)) executed.Add(rule);
        }

        if (!isChain && executed.All(rule => rule.Effects.All(effect => effect.Kind == "points"))) return;
        player.Chains.AddRange(executed.Select(rule => (happening.Root, rule.Id, happening.Ingested)));
    }

    private bool Fire(KnownProgress progress, RuleModel rule, int version, Accepted now, bool isTrigger, bool isQualifying, string flags)
    {
        var (held, at, happening) = (progress.Held, now.JudgedAt, now.Happening);
        if ((!isTrigger && !isQualifying) || IsSpent(rule, now.Happening.Player)) return false;
        if (isQualifying && rule.Qualification is { } own && (held is null || at >= held?.Until || (own.Restarts && at >= held?.Since)))
        {
            Drop(progress, happening);
            progress.Held = (at, at + (own.PeriodSeconds * Second), happening.Position, IsOf(happening.Type, "tag.*"), own.Iterations);
            return false;
        }

        if (!isTrigger || (rule.Qualification is not null && !Holds(held, at))) return false;
        var counted = rule.Every is null ? happening.Amount : Sum(rule, happening);
        var (times, surplus, isCapped, unit) = (1, 0, false, rule.Count is null ? now.Currency : "");
        if (rule.Steps is { } steps)
        {
            if (unit is null || !steps.TryGetValue(unit, out var step) || (rule.Count is null && counted is null)) return false;
            var left = progress.Left.GetValueOrDefault(unit) + (rule.Count is null ? counted!.Value : 1);
            for (times = 0; times < rule.Cap && left >= step; times++) left -= step;
            isCapped = left >= step;
            for (; !rule.Carries && left >= step; surplus++) left -= step;
            progress.Left[unit] = left;
            if (times == 0) return false;
        }

        var allowed = Math.Min(rule.Once ? 1 : int.MaxValue, held?.Iterations ?? int.MaxValue);
        if (rule.Once || allowed < times) (surplus, isCapped) = (0, false);
        times = Math.Min(times, allowed);
        if (held is { Iterations: { } iterations } some) progress.Held = iterations == times ? null : some with { Iterations = iterations - times };
        if (rule.Once || held?.Iterations == times) Drop(progress, happening);
        var points = rule.Effects.Where(effect => effect.Kind == "points").Select(effect => (decimal?)effect.Points * times).FirstOrDefault();
        decimal? rest = rule.Steps is null ? null : progress.Left.GetValueOrDefault(unit!);
        var (by, currency) = ($"{happening.Source}/{happening.Id}/{happening.Type}", counted is null ? null : now.Currency);
        flags = (flags + (isCapped ? "capped" : "")).Trim();
        Executions.Add(new(happening.Player, rule.Id, version, by, times, counted, currency, rest, surplus, held?.Since, held?.Until, flags, points));
        return true;
    }

    private static void Drop(KnownProgress progress, Happening now) => (progress.Left, progress.LastDrop) = ([], now.Position);

    private static bool Holds((long Since, long? Until, long, bool, int?)? held, long at) => at >= held?.Since && !(at >= held.Value.Until);

    public bool IsSpent(RuleModel rule, string player) => rule.Once && Executions.Any(past => past.Player == player && past.Rule == rule.Id);

    private void Reverse(KnownProgress progress, List<RuleModel> then, List<RuleModel> versions, Accepted now, Accepted original, Happening taken)
    {
        var (judge, rule, position, held) = (then[^1], versions[^1], original.Happening.Position, progress.Held);
        var asThen = original with { Happening = now.Happening with { Amount = original.Happening.Amount } };
        var wholly = original.Counted.Open.Wholly;
        if (Meets(judge, judge.Qualification, asThen) && wholly && held is { IsDerived: false } && held?.Position == position)
        {
            Drop(progress, now.Happening);
            progress.Held = null;
            return;
        }

        if (judge.ReversalsOnly || !Meets(judge, judge.Trigger, asThen) || position <= progress.LastDrop) return;
        if (rule.Qualification is not null && !(held?.Position < position && Holds(held, original.JudgedAt))) return;
        var unit = rule.Count is null ? original.Currency : "";
        var amount = rule.Count is null ? Sum(rule, taken) ?? 0 : wholly ? 1 : 0;
        if (IsSpent(rule, now.Happening.Player) || unit is null || amount == 0 || rule.Steps?.ContainsKey(unit) != true) return;
        var counted = new Dictionary<string, decimal> { [unit] = amount };
        foreach (var (older, newer) in Edits(versions, then.Count)) counted = After(counted, older, newer, Math.Ceiling);
        progress.Left[unit] = progress.Left.GetValueOrDefault(unit) - counted.GetValueOrDefault(unit);
    }

    /// <summary>What the reversal takes, as an event with these amounts; null: nothing is left to take.</summary>
    private static Happening? TakeBack(Accepted original, Happening reversal)
    {
        var (left, rest, isGone) = original.Open;
        if (isGone || original.Happening.Reverses is not null) return null;
        var amount = left is null ? null : reversal.Amount < left ? reversal.Amount : left;
        var bonus = amount == left ? rest : rest is null ? null : Math.Min(rest.Value, reversal.Bonus ?? 0);
        if (amount != left && amount is not > 0 && bonus is not > 0) return null;
        original.Open = (left - amount, rest - bonus, amount == left);
        return reversal with { Amount = amount, Bonus = bonus };
    }

    private static SortedDictionary<string, bool> Apply(KnownPlayer player, Change change)
    {
        foreach (var (name, value) in change.Set) player.Profile[name] = value;
        player.Consents = change.EmailConsent ?? player.Consents;
        (player.SmsConsents, player.Suppression) = (change.SmsConsent ?? player.SmsConsents, change.Suppression ?? player.Suppression);
        var before = player.Tags.ToHashSet();
        player.Tags.UnionWith(change.AddTags);
        player.Tags.ExceptWith(change.RemoveTags);
        var changed = before.Union(player.Tags).Where(tag => before.Contains(tag) != player.Tags.Contains(tag));
        return new(changed.ToDictionary(tag => tag, player.Tags.Contains), StringComparer.Ordinal);
    }

    public static bool Meets(RuleModel rule, Asked? asked, Accepted now)
    {
        var (amount, currency, where) = (now.Happening.Amount, now.Currency, asked?.Where);
        if (rule.Paused || !IsOf(now.Happening.Type, asked?.Type) || (rule.Segment is not null && !now.Segments.Contains(rule.Segment))) return false;
        if (now.JudgedAt < rule.From * Second || now.JudgedAt >= rule.Until * Second) return false;
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddMicroseconds(now.JudgedAt), TimeZoneInfo.FindSystemTimeZoneById(rule.Zone));
        if (rule.Days?.Contains(local.DayOfWeek) == false || (where!.Game is not null && now.Happening.Game != where.Game)) return false;
        if (where.AtLeast is { } bounds) return currency is not null && bounds.TryGetValue(currency, out var bound) && amount >= bound;
        return where.AtLeastEuros is not { } euros || (currency == "EUR" ? amount : amount * now.Happening.EuroRate) >= euros;
    }

    private static IEnumerable<(RuleModel, RuleModel)> Edits(List<RuleModel> versions, int from) => versions.Zip(versions.Skip(1)).Skip(from - 1);

    /// <summary>What an edit makes of progress, or of what a reversal takes from it.</summary>
    private static Dictionary<string, decimal> After(Dictionary<string, decimal> left, RuleModel older, RuleModel newer, Func<decimal, decimal> round)
    {
        var (from, to, places) = (older.Steps ?? [], newer.Steps ?? [], newer.Count is null ? 100_000_000m : 1);
        if (older.Qualification is null != newer.Qualification is null || older.ReversalsOnly != newer.ReversalsOnly) return [];
        if (older.Type != newer.Type || !older.Where.AsksTheSameAs(newer.Where)) return [];
        if (!older.Fields.SequenceEqual(newer.Fields) || !from.Keys.ToHashSet().SetEquals(to.Keys)) return [];
        if (newer.OnStepChange == "keep" || from.All(step => to[step.Key] == step.Value)) return left;
        if (newer.OnStepChange == "reset") return [];
        decimal Scaled(string unit, decimal value) => round(value * to[unit] / from[unit] * places) / places;
        return left.Where(kept => to.ContainsKey(kept.Key)).ToDictionary(kept => kept.Key, kept => Scaled(kept.Key, kept.Value));
    }

    public static decimal? Sum(RuleModel rule, Happening of) =>
        rule.Fields.Select(field => field == "amount" ? of.Amount : of.Bonus).Aggregate((sum, part) => sum is null ? part : sum + (part ?? 0));

    public static bool IsOf(string type, string? asked) => asked?[^1] == '*' ? type.StartsWith(asked[..^1], StringComparison.Ordinal) : type == asked;
}
