using System.Globalization;
using Engage.Rules.Accumulation;
using Engage.Rules.Decisions;
using Engage.Rules.Definitions;
using RuleQualification = Engage.Rules.Definitions.Qualification;

namespace Engage.Rules.Tests.Decisions;

/// <summary>One player and one rule: each call is the next event in the log and returns its decision.</summary>
internal sealed class RuleScenario
{
    private RuleLineage lineage;
    private RulePlan plan;
    private long position = -1;

    public RuleScenario(Rule rule)
    {
        lineage = new RuleLineage(rule);
        plan = new RulePlan(rule, 1);
    }

    public RuleProgress Progress { get; private set; }

    /// <summary>Executions so far.</summary>
    public long Total { get; private set; }

    /// <summary>Position of the latest event.</summary>
    public long LastPosition => position;

    public static Rule Counting(long count) => Build(new Accumulate { Count = count });

    public static Rule EveryEuro(decimal step) => Build(Steps((Eur, step)));

    public static Rule Build(Accumulate? accumulate = null, RuleQualification? qualification = null, bool once = false) => new()
    {
        Id = "r",
        Trigger = new Trigger(new EventPattern(["casino.bet"]), null, TriggerReversals.LowerProgress),
        Accumulate = accumulate,
        Qualification = qualification,
        OnceInALifetime = once,
        Actions = [],
    };

    public static RuleQualification Qualifies(TimeSpan? period = null, int? iterations = null, RequalifyPolicy requalify = RequalifyPolicy.Ignore) =>
        new(new EventPattern(["deposit.approved"]), null, period is { } length ? (long)length.TotalMicroseconds : null, iterations, requalify);

    public static Accumulate Steps(params (string Currency, decimal Step)[] steps) => new()
    {
        Fields = [MoneyField.Amount],
        Every = new CurrencyAmounts(steps.Select(step => KeyValuePair.Create(step.Currency, step.Step))),
    };

    public const string Eur = "EUR";

    /// <summary>A time of 2026-12-01 (09:00), or of the next day with a leading + (+12:31), in microseconds.</summary>
    public static long At(string time)
    {
        var (day, clock) = time[0] == '+' ? (2, time[1..]) : (1, time);
        var date = new DateTime(2026, 12, day, 0, 0, 0, DateTimeKind.Utc);
        return (date - DateTime.UnixEpoch).Ticks / 10 + (long)TimeSpan.Parse(clock, CultureInfo.InvariantCulture).TotalMicroseconds;
    }

    public static CurrencyCode Code(string currency) =>
        CurrencyCode.TryParse(currency, out var code) ? code : throw new ArgumentException(currency, nameof(currency));

    /// <summary>An event that meets the trigger.</summary>
    public RuleDecision Bet(decimal? amount = null, string currency = Eur, string at = "09:00", FiringRoles roles = FiringRoles.Trigger) =>
        Next(new FiringFacts(++position, 0, At(at), currency.Length == 0 ? default : Code(currency), amount), roles);

    public int Bets(int count, decimal? amount = null, string at = "09:00") => Enumerable.Range(0, count).Sum(_ => Bet(amount, at: at).Times);

    /// <summary>An event that meets the qualification, and the trigger too where <paramref name="isTrigger"/>.</summary>
    public RuleDecision Deposit(string at, decimal? amount = null, bool isTrigger = false) =>
        Bet(amount, at: at, roles: FiringRoles.Qualification | (isTrigger ? FiringRoles.Trigger : FiringRoles.None));

    /// <summary>An event by its judge time in microseconds.</summary>
    public RuleDecision Happen(long judgedAtMicros, string currency, decimal? counted, FiringRoles roles) =>
        Next(new FiringFacts(++position, 0, judgedAtMicros, Code(currency), counted), roles);

    /// <summary>A reversal by its original's judge time in microseconds.</summary>
    public RuleDecision Reverse(long original, long judgedAtMicros, string currency, decimal? taken, bool wholly, int originalVersion, FiringRoles roles)
    {
        Progress = lineage.BringTo(Progress, plan.Version);
        return Keep(DecideReversal.Decide(plan, lineage, Progress, new ReversalFacts(++position, original, judgedAtMicros, originalVersion, Code(currency), taken, wholly), roles));
    }

    /// <summary>An event that reverses the one at <paramref name="original"/>.</summary>
    public RuleDecision Reverse(
        long original, decimal? taken = null, string at = "09:00", bool wholly = true, string currency = Eur, int? originalVersion = null,
        FiringRoles roles = FiringRoles.ReversalOfTrigger) =>
        Reverse(original, At(at), currency, taken, wholly, originalVersion ?? plan.Version, roles);

    /// <summary>An event that the rule does not see: paused, outside its segment, or of another kind.</summary>
    public void Unseen() => position++;

    public void Edit(Func<Rule, Rule> change)
    {
        lineage = lineage.With(change(lineage[lineage.LatestVersion]));
        plan = new RulePlan(lineage[lineage.LatestVersion], lineage.LatestVersion);
    }

    /// <summary>What is kept as the latest version sees it.</summary>
    public RuleProgress Look() => Progress = lineage.BringTo(Progress, plan.Version);

    private RuleDecision Next(in FiringFacts facts, FiringRoles roles)
    {
        Progress = lineage.BringTo(Progress, plan.Version);
        return Keep(DecideFiring.Decide(plan, Progress, facts, roles));
    }

    private RuleDecision Keep(RuleDecision decision)
    {
        Progress = decision.Next;
        Total += decision.Times;
        return decision;
    }
}
