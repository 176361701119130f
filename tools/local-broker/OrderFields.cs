using System.Text.Json.Nodes;

namespace Engage.LocalBroker.Host;

/// <summary>Fields of an order, with complaints that name the field.</summary>
internal static class OrderFields
{
    public static string Text(this JsonObject order, string name) => order.TextOrNull(name) ?? throw new FormatException($"'{name}' is missing.");

    public static string? TextOrNull(this JsonObject order, string name) => order[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw new FormatException($"'{name}' must be a text."),
    };

    public static int Number(this JsonObject order, string name) =>
        order[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : throw new FormatException($"'{name}' must be a whole number.");

    public static int NumberOr(this JsonObject order, string name, int absent) => order.ContainsKey(name) ? order.Number(name) : absent;

    /// <summary>The name of one of the enum's values, in any case.</summary>
    public static T Choice<T>(this JsonObject order, string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(order.Text(name), ignoreCase: true, out var choice) && Enum.IsDefined(choice)
            ? choice
            : throw new FormatException($"'{name}' must be one of {string.Join(", ", Enum.GetNames<T>())}.");
}
