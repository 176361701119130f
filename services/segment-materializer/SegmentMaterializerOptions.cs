using System.ComponentModel.DataAnnotations;
using System.Text;
using Engage.Hosting.Configuration;
using Engage.Rules.Identity;
using Microsoft.Extensions.Options;

namespace Engage.SegmentMaterializer;

/// <summary>Section <c>SegmentMaterializer</c>.</summary>
internal sealed class SegmentMaterializerOptions
{
    /// <summary>How long an accepted event is remembered: a repeat within it changes nothing, and only within it can the event be reversed. At least the retention of player-events.</summary>
    [DurationRange("1h", "90d")]
    public TimeSpan DedupeHorizon { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Digests of sealed events kept in memory per task, about 30 B each. Fewer cost reads when a busy player comes again.</summary>
    [Range(10_000, 100_000_000)]
    public int DedupeCacheDigests { get; init; } = 1_000_000;

    /// <summary>
    /// Secret under which event identities and erased players' ids are hashed, at least 16 characters. Must stay the same for ever and be the same for all workers: under another one no repeat is recognised.
    /// </summary>
    [Secret, Required(ErrorMessage = "must be set; give every worker the same secret of at least 16 characters, from a file with the _FILE suffix"), MinLength(KeyedDigests.MinSecretBytes, ErrorMessage = "must have at least 16 characters")]
    public string DigestSecret { get; init; } = "";

    public KeyedDigests Digests() => new(Encoding.UTF8.GetBytes(DigestSecret));
}

[OptionsValidator]
internal sealed partial class SegmentMaterializerOptionsValidator : IValidateOptions<SegmentMaterializerOptions>;
