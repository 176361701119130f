using System.Globalization;
using NodaTime;

namespace Engage.Rules.Definitions;

/// <summary>An instant as written in a file: a date, or a date with a time, with or without an offset.</summary>
/// <param name="Local">The date and time as written; midnight for a date alone.</param>
/// <param name="Offset">The offset as written; null: the definition's time zone decides.</param>
/// <param name="IsDateOnly">True for a date alone, which as an end includes that day.</param>
public readonly record struct DefinitionTime(LocalDateTime Local, Offset? Offset, bool IsDateOnly)
{
    /// <summary>The form in which it is written in files.</summary>
    public override string ToString()
    {
        if (IsDateOnly) return Local.Date.ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture);
        var offset = Offset is { } value ? value.ToString("+HH:mm", CultureInfo.InvariantCulture) : "";
        return Local.ToString("uuuu'-'MM'-'dd'T'HH':'mm':'ss.FFFFFF", CultureInfo.InvariantCulture) + offset;
    }
}
