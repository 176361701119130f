using Engage.Rules.Compilation;

namespace Engage.Dispatcher.Sending;

/// <summary>Finds the account of a message.</summary>
internal interface IAccounts : IAsyncDisposable
{
    /// <summary>The id under which a message's lane stands: the one its rule names, else the channel's one account.</summary>
    /// <param name="channel">slack, sms, email, platform or webhook.</param>
    /// <param name="named">As the rule names it; null where it names none.</param>
    /// <param name="definitions">As they are now.</param>
    string? IdFor(string channel, string? named, DefinitionSet definitions);

    /// <summary>The client of an account.</summary>
    /// <returns>Null where there is none now: not defined, not active, or its credentials cannot be read.</returns>
    Account? Find(string channel, string id, DefinitionSet definitions);

    /// <summary>Has the account's credentials read anew at its next use.</summary>
    void Forget(string channel, string id);
}
