using Engage.Contracts;
using Engage.Rules.Compilation;
using Engage.Rules.Definitions;
using Action = Engage.Contracts.Action;

namespace Engage.Dispatcher.Routing;

/// <summary>What a route is decided from.</summary>
/// <param name="Action">The action.</param>
/// <param name="Profile">The player's row, at the version the action asks for or later.</param>
/// <param name="Rule">The version of the rule that decided; null where it is not known any more.</param>
/// <param name="AsOf">The definitions that decided; they hold the templates.</param>
/// <param name="Event">What the templates may quote; null for scheduled rules.</param>
/// <param name="AccountId">Finds an account by channel and the id that the rule names, which may be null.</param>
/// <param name="DefaultCountryCode">For phone numbers without one; null: such numbers are refused.</param>
/// <param name="Traceparent">As the action brought it.</param>
/// <param name="NowMicros">Present time.</param>
internal sealed record RoutingFacts(
    Action Action,
    PlayerProfile Profile,
    Rule? Rule,
    DefinitionSet AsOf,
    PlayerEvent? Event,
    Func<string, string?, string?> AccountId,
    string? DefaultCountryCode,
    string? Traceparent,
    long NowMicros);
