using System.ComponentModel.DataAnnotations;

namespace Engage.Hosting.Configuration;

/// <summary>Bounds a <see cref="TimeSpan"/>, both ends included, written as operators write durations: <c>100ms</c>, <c>5s</c>, <c>15m</c>.</summary>
/// <remarks>Unlike <see cref="RangeAttribute"/> it keeps its words in generated validators.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute(string minimum, string maximum) : ValidationAttribute($"must be {minimum} to {maximum}")
{
    public string Minimum { get; } = minimum;

    public string Maximum { get; } = maximum;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is TimeSpan duration
        && Duration.TryParse(Minimum, out var least) && duration >= least
        && Duration.TryParse(Maximum, out var most) && duration <= most;
}
