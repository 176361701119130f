namespace Engage.Streams;

/// <summary>Turns the records of a global table into an immutable snapshot.</summary>
public interface IGlobalTableFold<TSnapshot>
    where TSnapshot : class
{
    /// <summary>The snapshot before the first record.</summary>
    TSnapshot Empty { get; }

    /// <summary>The snapshot with one more record in it. Must not change <paramref name="snapshot"/>: other threads are reading it.</summary>
    /// <remarks>An exception stops the table and with it the process: keep what cannot be understood as an entry that says so.</remarks>
    TSnapshot Apply(TSnapshot snapshot, in InputRecord record);
}
