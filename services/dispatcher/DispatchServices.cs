using Engage.Dispatcher.Sending;

namespace Engage.Dispatcher;

/// <summary>What all tasks of a process share.</summary>
/// <param name="Accounts">Clients of providers.</param>
/// <param name="Pool">Runs their calls.</param>
/// <param name="PoolOptions">Its bounds.</param>
/// <param name="Clock">Wall clock.</param>
/// <param name="DefaultCountryCode">For phone numbers without one; null: such numbers are refused.</param>
internal sealed record DispatchServices(IAccounts Accounts, SendPool Pool, SendPoolOptions PoolOptions, TimeProvider Clock, string? DefaultCountryCode);
