using System.ComponentModel.DataAnnotations;
using System.Text;
using Engage.Hosting.Configuration;
using Engage.Rules.Identity;
using Microsoft.Extensions.Options;

namespace Engage.Accumulator;

/// <summary>Section <c>Accumulator</c>.</summary>
internal sealed class AccumulatorOptions
{
    /// <summary>How long it is remembered which rules executed in a chain of tag changes; as long as the materializer remembers events.</summary>
    [DurationRange("1h", "90d")]
    public TimeSpan DedupeHorizon { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Secret under which erased players' ids are hashed, at least 16 characters. Must stay the same for ever and be the same for all workers: under another one a player who was erased could earn a lifetime reward again.
    /// </summary>
    [Secret, Required(ErrorMessage = "must be set; give every worker the same secret of at least 16 characters, from a file with the _FILE suffix"), MinLength(KeyedDigests.MinSecretBytes, ErrorMessage = "must have at least 16 characters")]
    public string DigestSecret { get; init; } = "";

    public KeyedDigests Digests() => new(Encoding.UTF8.GetBytes(DigestSecret));
}

[OptionsValidator]
internal sealed partial class AccumulatorOptionsValidator : IValidateOptions<AccumulatorOptions>;
