using System.ComponentModel.DataAnnotations;

using Engage.Hosting.Configuration;

namespace Engage.Hosting.Options;

/// <summary>Section <c>Registry</c>: a schema registry with Confluent's interface.</summary>
public sealed class RegistryOptions
{
    public Uri Url { get; init; } = new("http://127.0.0.1:8081");

    /// <summary>For HTTP basic authentication; empty: none.</summary>
    public string Username { get; init; } = "";

    [Secret]
    public string Password { get; init; } = "";

    /// <summary>For one request. 100 ms to 60 s.</summary>
    [DurationRange("100ms", "1m")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
