using System.Collections.Immutable;
using NodaTime;

namespace Engage.Rules.Definitions;

/// <summary>Local hours in which messages to players are held.</summary>
/// <param name="Channels">sms, email; at least one.</param>
/// <param name="Until">Exclusive; earlier than <paramref name="From"/> where the hours span midnight.</param>
/// <param name="TimeZone">IANA name, used for players whose profile has no valid time zone.</param>
public sealed record QuietHours(ImmutableArray<string> Channels, LocalTime From, LocalTime Until, string TimeZone);
