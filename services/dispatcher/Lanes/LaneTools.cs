using Engage.Dispatcher.Results;
using Engage.Dispatcher.Sending;
using Engage.Rules.Compilation;

namespace Engage.Dispatcher.Lanes;

/// <summary>What the parts of one task's lanes work with.</summary>
/// <param name="Book">The lanes.</param>
/// <param name="Queue">Their messages.</param>
/// <param name="Results">Where results go.</param>
/// <param name="Events">Where operators are told.</param>
/// <param name="Circuits">Accounts that are stopped.</param>
/// <param name="Watch">What many lanes of an account say together.</param>
/// <param name="Switches">What operators have switched off.</param>
/// <param name="Counters">What was sent before.</param>
/// <param name="Accounts">The process's clients.</param>
/// <param name="Pool">Runs calls.</param>
/// <param name="Definitions">As they are now.</param>
/// <param name="Options">The worker's.</param>
internal sealed record LaneTools(
    LaneBook Book,
    LaneQueue Queue,
    ResultWriter Results,
    EventWriter Events,
    Circuits Circuits,
    AccountWatch Watch,
    KillSwitches Switches,
    SentCounters Counters,
    IAccounts Accounts,
    SendPool Pool,
    Func<DefinitionSet> Definitions,
    DispatcherOptions Options)
{
    /// <summary>0 to 1, exclusive: spreads the waits of lanes that failed together.</summary>
    public static double Chance() => Random.Shared.NextDouble();

    /// <summary>The number a message goes to; null where the player has none any more.</summary>
    public string? SentTo(Lane lane, QueuedMessage message) => lane.Parts.Player is null ? message.Work.Recipient : ContactOf(lane.Parts);

    /// <summary>Has the task look at its lanes soon; from any thread.</summary>
    public required System.Action Wake { get; init; }

    /// <summary>The player's contact point, from the profile.</summary>
    public required Func<Contracts.LaneName, string?> ContactOf { get; init; }
}
