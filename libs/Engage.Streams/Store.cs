namespace Engage.Streams;

/// <summary>A table of a task, by its name and by the byte that its keys start with.</summary>
/// <remarks>All stores of a task share one database and one changelog, so a key there is <c>[id][key]</c>. The id is part of the data on disk: never reuse one for something else.</remarks>
public class Store
{
    /// <summary>Ids 1 to 63 are free for use; the others belong to the engine.</summary>
    public const byte IdMax = 63;

    public Store(string name, byte id, StoreAccess access = StoreAccess.Point)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfZero(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id, IdMax);
        Name = name;
        Id = id;
        Access = access;
    }

    public string Name { get; }

    public byte Id { get; }

    public StoreAccess Access { get; }

    public override string ToString() => $"{Name}#{Id}";
}
