namespace Engage.Channels.Slack;

/// <summary>Resolves names to ids. Listings are shared by all who ask and read at most once per interval, however many names are unknown.</summary>
internal sealed class SlackDirectory(SlackApi api, SlackOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>Pages of 200: a workspace beyond 100,000 channels or people is cut here.</summary>
    private const int PageLimit = 500;

    /// <summary>A name absent from an older listing may have been created since: wait for the next one instead of condemning it.</summary>
    private static readonly TimeSpan GoodEvidenceAge = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim reading = new(1, 1);
    private volatile SlackListing channels = SlackListing.Unread;
    private volatile SlackListing people = SlackListing.Unread;

    public void Dispose() => reading.Dispose();

    /// <param name="recipient">As the rule names it.</param>
    /// <param name="freshness">Whether an older listing will do.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<SlackLookup> ResolveAsync(string recipient, SlackFreshness freshness, CancellationToken cancellation)
    {
        var name = SlackName.Parse(recipient);
        return name.Kind switch
        {
            SlackNameKind.ChannelId or SlackNameKind.UserId => Task.FromResult<SlackLookup>(new RecipientPin(name.Text, recipient)),
            SlackNameKind.Email => ByEmailAsync(name.Text, cancellation),
            SlackNameKind.UserName => PersonAsync(name.Text, freshness, cancellation),
            _ => ChannelAsync(name.Text, freshness, cancellation),
        };
    }

    private async Task<SlackLookup> ByEmailAsync(string email, CancellationToken cancellation)
    {
        var reply = await api.ReadAsync("users.lookupByEmail", cancellation, ("email", email)).ConfigureAwait(false);
        return reply.Text("user", "id") is { } id && reply.Ok == true
            ? new RecipientPin(id, "@" + reply.Text("user", "name"))
            : Safe(SlackClassifier.Classify(reply));
    }

    private async Task<SlackLookup> PersonAsync(string name, SlackFreshness freshness, CancellationToken cancellation)
    {
        var (listing, matches) = await FindAsync(
            () => people, next => people = next, "users.list", "members", listing => PeopleCalled(listing, name), freshness, cancellation).ConfigureAwait(false);

        if (matches.Count == 1) return new RecipientPin(matches[0].Id, "@" + matches[0].Name);
        if (matches.Count > 1) return new Rejected("ambiguous_recipient", null, RejectedPart.Message, SlackHints.For("ambiguous_recipient"));
        return Missing(listing) is { } failure ? failure : SlackLookup.NotFound("user_not_found");
    }

    private async Task<SlackLookup> ChannelAsync(string name, SlackFreshness freshness, CancellationToken cancellation)
    {
        var (listing, matches) = await FindAsync(
            () => channels, next => channels = next, "conversations.list", "channels", listing => listing.Named(name), freshness, cancellation).ConfigureAwait(false);

        if (matches.Count > 0) return new RecipientPin(matches[0].Id, "#" + matches[0].Name);
        if (Missing(listing) is { } failure) return failure;
        return listing.OnceNamed(name) is { } renamed
            ? SlackLookup.NotFound("channel_not_found", $"The channel was renamed to #{renamed.Name}. Remap the lane to it, or change the rule.")
            : SlackLookup.NotFound("channel_not_found");
    }

    /// <summary>The legacy user name first, which is unique; else everybody with that display name.</summary>
    private static IEnumerable<SlackListing.Entry> PeopleCalled(SlackListing listing, string name) =>
        listing.Named(name).FirstOrDefault() is { } one ? [one] : listing.Displayed(name);

    /// <summary>Why a name that the listing lacks may exist all the same; null where the listing is good evidence.</summary>
    private DeliveryOutcome? Missing(SlackListing listing)
    {
        if (listing.Failure is not null) return listing.Failure;
        var age = clock.GetUtcNow() - listing.ReadAt;
        return age <= GoodEvidenceAge ? null : new RetryAfter("listing_not_fresh", null, RetryCause.Throttled, FailureScope.Lane, options.ListingInterval - age + GoodEvidenceAge);
    }

    /// <summary>Looks in the listing at hand, and once more in a fresh one where that may help.</summary>
    private async Task<(SlackListing Listing, List<SlackListing.Entry> Matches)> FindAsync(
        Func<SlackListing> current,
        Action<SlackListing> replace,
        string method,
        string items,
        Func<SlackListing, IEnumerable<SlackListing.Entry>> find,
        SlackFreshness freshness,
        CancellationToken cancellation)
    {
        var listing = current();
        var age = clock.GetUtcNow() - listing.ReadAt;
        var matches = find(listing).ToList();
        if (age < options.ListingInterval || (matches.Count > 0 && age < options.ListingMaxAge && freshness == SlackFreshness.Cached)) return (listing, matches);

        await reading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (ReferenceEquals(current(), listing)) replace(await ReadAsync(method, items, listing, cancellation).ConfigureAwait(false)); // Else another caller has just read it.
            listing = current();
            return (listing, find(listing).ToList());
        }
        finally
        {
            reading.Release();
        }
    }

    private async Task<SlackListing> ReadAsync(string method, string items, SlackListing before, CancellationToken cancellation)
    {
        var entries = new List<SlackListing.Entry>();
        var cursor = "";
        for (var page = 0; page < PageLimit; page++)
        {
            var reply = await api.ReadAsync(method, cancellation, ("limit", "200"), ("cursor", cursor), ("types", "public_channel,private_channel")).ConfigureAwait(false);
            if (reply.Ok != true)
            {
                // A listing that failed half-way must not make the names of its second half look unknown; it is not kept as read just now either.
                return before with { Failure = Safe(SlackClassifier.Classify(reply)), ReadAt = Retry(before) };
            }

            entries.AddRange(reply.Items(items).Select(SlackListing.Parse));
            cursor = reply.Text("response_metadata", "next_cursor") ?? "";
            if (cursor.Length == 0) break;
        }

        return new SlackListing(clock.GetUtcNow(), null, entries);
    }

    /// <summary>A listing that failed may be tried again in a second, not before: as if it had been read an interval less a second ago.</summary>
    private DateTimeOffset Retry(SlackListing before)
    {
        var soon = clock.GetUtcNow() - options.ListingInterval + TimeSpan.FromSeconds(1);
        return soon > before.ReadAt ? soon : before.ReadAt;
    }

    /// <summary>Looking somebody up twice does no harm, so nothing about it is uncertain.</summary>
    private static DeliveryOutcome Safe(DeliveryOutcome outcome) => outcome switch
    {
        Uncertain uncertain => new RetryAfter(uncertain.Reason, uncertain.ProviderCode, RetryCause.Transient),
        _ => outcome,
    };
}
