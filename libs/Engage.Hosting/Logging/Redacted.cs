namespace Engage.Hosting.Logging;

/// <summary>Carries a value that must not be printed: contact data, names, secrets. Whatever prints it prints <c>[redacted]</c>.</summary>
/// <remarks>Not a record: those print their members.</remarks>
public readonly struct Redacted<T>(T value) : IEquatable<Redacted<T>>, ISpanFormattable
{
    private const string Text = "[redacted]";

    private readonly T value = value;

    /// <summary>The value itself, for the one place that needs it.</summary>
    public T Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => Text;

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        charsWritten = Text.TryCopyTo(destination) ? Text.Length : 0;
        return charsWritten > 0;
    }

    /// <inheritdoc/>
    public bool Equals(Redacted<T> other) => EqualityComparer<T>.Default.Equals(value, other.value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Redacted<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => value?.GetHashCode() ?? 0;

    public static bool operator ==(Redacted<T> left, Redacted<T> right) => left.Equals(right);

    public static bool operator !=(Redacted<T> left, Redacted<T> right) => !left.Equals(right);
}
