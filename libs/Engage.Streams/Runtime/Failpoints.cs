using System.Diagnostics;
using System.Globalization;

namespace Engage.Streams.Runtime;

/// <summary>Named places where tests can stop the process or misbehave; armed by an environment variable, free otherwise.</summary>
/// <remarks>
/// <c>ENGAGE_FAILPOINTS=commit.after-send-offsets:kill@10;commit.begin:sleep500@3;unsafe:ApplyAfterCommit</c>: entries <c>place:action[@nth]</c>, the nth passage only (first by default).
/// Actions: <c>kill</c> (SIGKILL to this process), <c>throw</c>, <c>sleepN</c> (milliseconds; says <c>failpoint PLACE</c> on standard error first, so that a test can freeze the process there). <c>unsafe:NAME</c> switches one of <see cref="Protections"/> off, for control runs that must fail.
/// </remarks>
internal sealed class Failpoints
{
    public const string Variable = "ENGAGE_FAILPOINTS";

    public const string CommitStart = "commit.start";
    public const string CommitBegun = "commit.after-begin";
    public const string CommitMidProduce = "commit.mid-produce";
    public const string CommitProduced = "commit.after-produce";
    public const string CommitOffsetsSent = "commit.after-send-offsets";
    public const string CommitEnded = "commit.after-end";
    public const string CommitMidApply = "commit.mid-apply";
    public const string CommitApplied = "commit.after-apply";
    public const string RestoreMidway = "restore.midway";
    public const string RevokeStart = "revoke.start";

    public static readonly Failpoints None = new([], Protections.None);

    private readonly List<Armed> armed;
    private readonly Action<string>? observer;

    /// <param name="observer">Called at every place, armed or not; a simulation crashes here.</param>
    public Failpoints(IEnumerable<Armed> armed, Protections off, Action<string>? observer = null)
    {
        this.armed = [.. armed];
        this.observer = observer;
        Off = off;
    }

    public Protections Off { get; }

    public static Failpoints FromEnvironment() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? Parse(text) : None;

    public static Failpoints Parse(string text)
    {
        var armed = new List<Armed>();
        var off = Protections.None;
        foreach (var entry in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = entry.Split(':', '@');
            if (parts[0] == "unsafe") off |= Enum.Parse<Protections>(parts[1]);
            else armed.Add(new Armed(parts[0], parts[1], parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : 1));
        }

        return new Failpoints(armed, off);
    }

    public bool IsOff(Protections protection) => (Off & protection) != 0;

    public void Hit(string place)
    {
        observer?.Invoke(place);
        foreach (var point in armed)
        {
            if (point.Place == place && point.Passes()) Act(point);
        }
    }

    private static void Act(Armed point)
    {
        if (point.Action == "kill") Process.GetCurrentProcess().Kill(); // SIGKILL; the wait below is for its arrival.
        if (point.Action == "throw") throw new InvalidOperationException($"Failpoint {point.Place}.");

        Console.Error.WriteLine($"failpoint {point.Place}");
        var pause = point.Action.StartsWith("sleep", StringComparison.Ordinal) ? int.Parse(point.Action.AsSpan("sleep".Length), CultureInfo.InvariantCulture) : Timeout.Infinite;
        using var never = new ManualResetEventSlim();
        never.Wait(pause);
    }

    /// <summary>One armed place.</summary>
    internal sealed class Armed(string place, string action, int nth)
    {
        private int passages;

        public string Place { get; } = place;

        public string Action { get; } = action;

        public bool Passes() => Interlocked.Increment(ref passages) == nth;
    }
}
