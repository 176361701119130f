using System.Runtime.InteropServices;

namespace Engage.Hosting.Running;

/// <summary>SIGTERM and SIGINT, or a stop from inside. A second signal ends the process at once, as without us.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly TaskCompletionSource requested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] registrations;

    public StopSignal() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
    ];

    public CancellationToken Token => source.Token;

    /// <summary>Ends when a stop is requested.</summary>
    public Task Requested => requested.Task;

    public void Request()
    {
        source.Cancel();
        requested.TrySetResult();
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (source.IsCancellationRequested) return;
        context.Cancel = true;
        Request();
    }
}
