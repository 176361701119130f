namespace Engage.Dispatcher.Lanes;

/// <summary>Whether a visit goes on.</summary>
internal enum VisitNext
{
    Continue,
    Stop,
}
