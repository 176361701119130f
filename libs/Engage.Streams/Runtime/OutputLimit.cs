namespace Engage.Streams.Runtime;

/// <summary>Whether an output record's size is checked.</summary>
internal enum OutputLimit
{
    RecordBytesMax,

    /// <summary>A dead letter must get through however large the record was; its topic takes more than any input.</summary>
    None,
}
