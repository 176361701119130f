namespace Engage.Rules.Definitions;

/// <summary>A money field of an event: <c>amount</c>, or <c>amounts.NAME</c>.</summary>
/// <param name="Name">The entry of the event's amounts; null stands for the event's <c>amount</c> itself.</param>
public readonly record struct MoneyField(string? Name)
{
    public static MoneyField Amount => default;

    public override string ToString() => Name is null ? "amount" : "amounts." + Name;
}
