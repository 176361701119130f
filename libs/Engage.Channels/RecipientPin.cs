namespace Engage.Channels;

/// <summary>What a recipient's name was resolved to, kept so that renames cost nothing.</summary>
/// <param name="Id">The provider's id of the channel or person.</param>
/// <param name="Name">The name it had when last seen.</param>
public sealed record RecipientPin(string Id, string Name);
