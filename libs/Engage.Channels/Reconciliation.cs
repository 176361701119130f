namespace Engage.Channels;

/// <summary>What a provider's records say about an attempt that ended without an answer. A closed hierarchy.</summary>
public abstract record Reconciliation;

/// <summary>The provider has the message; it must not be sent again.</summary>
/// <param name="MessageId">As in <see cref="Delivered.MessageId"/>.</param>
public sealed record FoundSent(string MessageId) : Reconciliation;

/// <summary>The provider's records were readable and lack the message; sending it again is safe.</summary>
public sealed record NotSent : Reconciliation;

/// <summary>The records cannot be read now; ask again later.</summary>
/// <param name="Reason">Stable code.</param>
/// <param name="Delay">Wait the provider asked for; null: the caller's choice.</param>
public sealed record AskAgain(string Reason, TimeSpan? Delay = null) : Reconciliation;

/// <summary>The channel keeps no readable records, or we may not read them; policy or an operator must decide.</summary>
/// <param name="Reason">Stable code.</param>
public sealed record CannotTell(string Reason) : Reconciliation;
