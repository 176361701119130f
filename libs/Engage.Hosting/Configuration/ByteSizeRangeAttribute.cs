using System.ComponentModel.DataAnnotations;

namespace Engage.Hosting.Configuration;

/// <summary>Bounds a <see cref="ByteSize"/>, both ends included.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ByteSizeRangeAttribute(string minimum, string maximum) : ValidationAttribute($"must be {minimum} to {maximum}")
{
    public string Minimum { get; } = minimum;

    public string Maximum { get; } = maximum;

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is ByteSize size
        && ByteSize.TryParse(Minimum, out var least) && size.Bytes >= least.Bytes
        && ByteSize.TryParse(Maximum, out var most) && size.Bytes <= most.Bytes;
}
