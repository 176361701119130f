using Engage.Contracts;

namespace Engage.Dispatcher.Sending;

/// <summary>Stops an account when it is the account that is broken, and finds out when it works again.</summary>
/// <remarks>In memory: after a restart the first refusal opens a circuit anew.</remarks>
internal sealed class Circuits
{
    private static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, Circuit> circuits = [];

    public IEnumerable<Circuit> NotClosed => circuits.Values.Where(circuit => circuit.State != CircuitState.Closed);

    public static string ScopeOf(LaneName lane) => $"{lane.Channel}/{lane.Account}";

    public bool IsStopped(string scope) => circuits.TryGetValue(scope, out var circuit) && circuit.State != CircuitState.Closed;

    /// <param name="address">Where the message goes; for SMS its country has a circuit of its own.</param>
    /// <returns>What keeps the lane from starting; null for nothing.</returns>
    public Circuit? Blocking(LaneName lane, string address)
    {
        if (circuits.Count == 0) return null;
        var account = Blocking(ScopeOf(lane), lane.ToString());
        return account ?? (lane.Channel == "sms" ? Blocking(CountryScope(lane, address), lane.ToString()) : null);
    }

    /// <summary>Notes that a lane starts: in a trial it is the one that tries.</summary>
    public void Started(LaneName lane)
    {
        if (circuits.TryGetValue(ScopeOf(lane), out var circuit) && circuit is { State: CircuitState.Trial, TrialLane: null }) circuit.TrialLane = lane.ToString();
    }

    /// <summary>Opens a circuit, or a longer wait for one that was found still broken.</summary>
    /// <returns>The circuit, and whether it was closed before.</returns>
    public (Circuit Circuit, bool IsNew) Open(string scope, string reason, string? hint, long nowMicros)
    {
        if (!circuits.TryGetValue(scope, out var circuit)) circuits[scope] = circuit = new Circuit(scope) { ProbeWait = FirstProbe };
        var isNew = circuit.State == CircuitState.Closed;
        var opensAgain = circuit.State == CircuitState.Trial || nowMicros - circuit.OpenedMicros < Micros(circuit.ProbeWait * 2);
        if (circuit.OpenedMicros > 0) circuit.ProbeWait = opensAgain ? Min(circuit.ProbeWait * 2, LongestProbe) : FirstProbe;

        (circuit.State, circuit.Reason, circuit.Hint, circuit.TrialLane) = (CircuitState.Open, reason, hint, null);
        circuit.OpenedMicros = nowMicros;
        circuit.ProbeAtMicros = nowMicros + Micros(circuit.ProbeWait);
        return (circuit, isNew);
    }

    public static string CountryScope(LaneName lane, string number) => $"{ScopeOf(lane)}/+{CallingCode.Of(number)}";

    /// <summary>Takes in that a lane got an answer which does not blame the account.</summary>
    /// <returns>The circuit that closes by it; null for none.</returns>
    public Circuit? Answered(string lane)
    {
        foreach (var circuit in circuits.Values)
        {
            if (circuit.State != CircuitState.Trial || circuit.TrialLane != lane) continue;
            Close(circuit.Scope);
            return circuit;
        }

        return null;
    }

    /// <returns>False if there was nothing to close.</returns>
    public bool Close(string scope)
    {
        if (!circuits.TryGetValue(scope, out var circuit) || circuit.State == CircuitState.Closed) return false;
        (circuit.State, circuit.TrialLane, circuit.Reason, circuit.Hint) = (CircuitState.Closed, null, null, null);
        return true;
    }

    /// <summary>A trial's lane ended without saying anything of the account: another may try.</summary>
    public void TrialOver(string lane)
    {
        foreach (var circuit in circuits.Values)
        {
            if (circuit.TrialLane == lane) circuit.TrialLane = null;
        }
    }

    private Circuit? Blocking(string scope, string lane) =>
        circuits.TryGetValue(scope, out var circuit) && circuit.State switch
        {
            CircuitState.Closed => false,
            CircuitState.Open => true,
            _ => circuit.TrialLane is not null && circuit.TrialLane != lane,
        } ? circuit : null;

    private static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
