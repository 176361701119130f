namespace Engage.LocalBroker.Topics;

/// <summary>One topic configuration: its name, default, kind of value and smallest value.</summary>
/// <param name="Name">As in Kafka.</param>
/// <param name="Default">Reported when the topic does not override it.</param>
/// <param name="Kind">How the text is read.</param>
/// <param name="Min">Smallest number allowed; for other kinds meaningless.</param>
/// <param name="Choices">Allowed words of a <see cref="ConfigKind.Choice"/> or <see cref="ConfigKind.ChoiceList"/>.</param>
internal sealed record ConfigKey(string Name, string Default, ConfigKind Kind, long Min = 0, IReadOnlyList<string>? Choices = null)
{
    private static readonly string[] Booleans = ["true", "false"];

    /// <summary>Null when <paramref name="value"/> is acceptable, else what is wrong with it.</summary>
    public string? Complaint(string value) => Kind switch
    {
        ConfigKind.Int32 => int.TryParse(value, out var number) && number >= Min ? null : $"Invalid value {value} for {Name}: must be an integer of at least {Min}.",
        ConfigKind.Int64 => long.TryParse(value, out var number) && number >= Min ? null : $"Invalid value {value} for {Name}: must be a number of at least {Min}.",
        ConfigKind.Ratio => double.TryParse(value, out var ratio) && ratio is >= 0 and <= 1 ? null : $"Invalid value {value} for {Name}: must lie between 0 and 1.",
        ConfigKind.Boolean => Booleans.Contains(value, StringComparer.OrdinalIgnoreCase) ? null : $"Invalid value {value} for {Name}: must be true or false.",
        ConfigKind.Choice => Choices!.Contains(value) ? null : $"Invalid value {value} for {Name}: must be one of {string.Join(", ", Choices!)}.",
        _ => Split(value).All(Choices!.Contains) ? null : $"Invalid value {value} for {Name}: must list only {string.Join(", ", Choices!)}.",
    };

    /// <summary>The entries of a list value, without blanks.</summary>
    public static string[] Split(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
