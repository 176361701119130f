namespace Engage.Channels.Slack;

/// <summary>How old a listing may be that a name is looked up in.</summary>
internal enum SlackFreshness
{
    /// <summary>Up to its maximal age.</summary>
    Cached,

    /// <summary>Read anew, unless that happened within the listing interval.</summary>
    Uncached,
}
