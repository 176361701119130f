namespace Engage.Dispatcher.Sending;

/// <summary>Which bound a call starts under.</summary>
internal enum LanePace
{
    Normal,
    Slow,
}
