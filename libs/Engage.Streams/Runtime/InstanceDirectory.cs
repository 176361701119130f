using System.Security.Cryptography;

namespace Engage.Streams.Runtime;

/// <summary>The state directory as this process holds it: locked, and with the name that it keeps across restarts.</summary>
internal sealed class InstanceDirectory : IDisposable
{
    private const string LockFile = "instance.lock";
    private const string IdFile = "instance.id";

    private readonly FileStream held;

    private InstanceDirectory(FileStream held, string instanceId)
    {
        this.held = held;
        InstanceId = instanceId;
    }

    public string InstanceId { get; }

    /// <exception cref="WorkerFatalException">Another process has the directory, or it cannot be written.</exception>
    public static InstanceDirectory Open(StreamsOptions options)
    {
        try
        {
            Directory.CreateDirectory(options.StateDirectory);
            var held = new FileStream(Path.Combine(options.StateDirectory, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new InstanceDirectory(held, options.InstanceId ?? ReadOrMakeId(Path.Combine(options.StateDirectory, IdFile)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WorkerFatalException(WorkerExit.StateUnusable, $"The state directory {options.StateDirectory} cannot be taken: {error.Message} Each process needs one of its own.", error);
        }
    }

    public void Dispose() => held.Dispose();

    private static string ReadOrMakeId(string file)
    {
        if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } known) return known;

        // Random, because nothing else tells two new processes apart; written by rename, so that a crash leaves no half of it.
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        File.WriteAllText(file + ".new", id);
        File.Move(file + ".new", file, overwrite: true);
        return id;
    }
}
