using Engage.Contracts;
using Engage.Dispatcher.Domain;
using Engage.Dispatcher.Lanes;
using Engage.Streams;

namespace Engage.Dispatcher.Results;

/// <summary>Tells operators what became of lanes, accounts and commands.</summary>
internal sealed class EventWriter(Output<string, DispatchEvent> output, int partition)
{
    /// <summary>A lane has entered a state.</summary>
    /// <param name="oldestAtMicros">When the message in front was routed; null for an empty lane.</param>
    public void Lane(Lane lane, long? oldestAtMicros, long nowMicros) => output.Send(lane.Name, Describe(lane, "lane", oldestAtMicros, nowMicros));

    /// <summary>The answer to a command about a lane.</summary>
    public void Answer(DispatchCommand command, Lane? lane, string kind, string? reason, long affected, long? oldestAtMicros, long nowMicros)
    {
        var described = lane is null ? new DispatchEvent { Kind = kind, AtMicros = nowMicros, Partition = partition } : Describe(lane, kind, oldestAtMicros, nowMicros);
        output.Send(command.Lane ?? command.Scope ?? command.CommandId, described with
        {
            Lane = command.Lane,
            Scope = command.Scope,
            Reason = reason ?? described.Reason,
            CommandId = command.CommandId,
            Command = command.Kind,
            Affected = affected,
            DryRun = command.DryRun,
            IssuedBy = command.IssuedBy,
        });
    }

    /// <summary>An account was stopped, or goes on.</summary>
    public void Circuit(string scope, string state, string? reason, string? hint, long nowMicros) => output.Send(scope, new DispatchEvent
    {
        Kind = "circuit",
        AtMicros = nowMicros,
        Partition = partition,
        Scope = scope,
        State = state,
        Reason = reason,
        Hint = hint,
    });

    private DispatchEvent Describe(Lane lane, string kind, long? oldestAtMicros, long nowMicros) => new()
    {
        Kind = kind,
        AtMicros = nowMicros,
        Partition = partition,
        Lane = lane.Name,
        State = lane.Row.State.Text(),
        Reason = lane.Row.Reason,
        Hint = lane.Row.Hint,
        SinceMicros = lane.Row.SinceMicros == 0 ? null : lane.Row.SinceMicros,
        NextAttemptAtMicros = lane.Row.NextAtMicros > nowMicros && lane.Row.NextAtMicros < long.MaxValue ? lane.Row.NextAtMicros : null,
        Version = lane.Row.Version,
        Parked = lane.Row.Depth,
        OldestAtMicros = oldestAtMicros,
    };
}
