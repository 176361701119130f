using System.ComponentModel.DataAnnotations;

using Engage.Hosting.Configuration;

using Microsoft.Extensions.Options;

namespace Engage.Hosting.Tests.Configuration;

/// <summary>Options of an imaginary worker, with every type that settings can have.</summary>
public sealed class SampleOptions
{
    [DurationRange("1s", "1h")]
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromMinutes(5);

    public int? Limit { get; init; }

    [Range(0.0, 1.0)]
    public double Share { get; init; } = 0.5;

    public bool Loud { get; init; }

    [Secret]
    public string ApiCode { get; init; } = "";

    public IReadOnlyDictionary<string, SampleAccount> Accounts { get; init; } = new Dictionary<string, SampleAccount>();
}

public sealed class SampleAccount
{
    public Uri Address { get; init; } = new("http://127.0.0.1:1");

    public ByteSize Quota { get; init; } = ByteSize.FromMebibytes(1);
}

[OptionsValidator]
public sealed partial class SampleOptionsValidator : IValidateOptions<SampleOptions>;
