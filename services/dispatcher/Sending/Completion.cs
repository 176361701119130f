using Engage.Channels;

namespace Engage.Dispatcher.Sending;

/// <summary>What a call of a provider brought, on its way to the task. A closed hierarchy.</summary>
/// <param name="Lane">The lane it was made for.</param>
/// <param name="Elapsed">How long it took.</param>
internal abstract record Completion(string Lane, TimeSpan Elapsed);

/// <summary>An attempt has ended.</summary>
internal sealed record AttemptEnded(string Lane, TimeSpan Elapsed, long Seq, int Attempt, SendReport Report) : Completion(Lane, Elapsed);

/// <summary>The provider's records were read for an attempt that ended without an answer.</summary>
internal sealed record RecordsRead(string Lane, TimeSpan Elapsed, long Seq, int Attempt, Reconciliation Found) : Completion(Lane, Elapsed);

/// <summary>A recipient was asked about without sending.</summary>
internal sealed record RecipientProbed(string Lane, TimeSpan Elapsed, ProbeVerdict Verdict) : Completion(Lane, Elapsed);

/// <summary>An account was asked about without sending.</summary>
/// <param name="Scope">The circuit it was asked for.</param>
internal sealed record AccountProbed(string Scope, TimeSpan Elapsed, ProbeVerdict Verdict) : Completion("", Elapsed);
