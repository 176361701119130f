namespace Engage.Streams;

internal enum ProcessOutcome : byte
{
    Done,
    WaitForTable,
    Wait,
    Unavailable,
    Poison,
}
