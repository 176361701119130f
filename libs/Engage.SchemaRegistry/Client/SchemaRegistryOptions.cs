using System.ComponentModel.DataAnnotations;

namespace Engage.SchemaRegistry.Client;

/// <summary>How to reach the schema registry.</summary>
public sealed class SchemaRegistryOptions
{
    /// <summary>Base address, for example http://127.0.0.1:8081.</summary>
    [Required]
    public Uri? Url { get; set; }

    /// <summary>For basic authentication; empty for none.</summary>
    public string UserName { get; set; } = "";

    /// <summary>For basic authentication. Never printed.</summary>
    public string Password { get; set; } = "";

    /// <summary>One attempt; 100 ms to 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts at a request that fails on the way or with a 5xx or 429; 1 to 10.</summary>
    [Range(1, 10)]
    public int AttemptsMax { get; set; } = 3;

    /// <summary>Pause before the second attempt, doubled before each further one; up to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long "there is no such id" is believed; 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan UnknownIdFor { get; set; } = TimeSpan.FromSeconds(30);
}
