namespace Engage.Streams.Runtime;

/// <summary>Carries restores out, away from the polling thread.</summary>
internal interface IRestorer
{
    void Start(RestoreJob job);

    /// <summary>Called once per turn of a worker's loop: where there are no threads, the time to do some work.</summary>
    void Serve();
}
