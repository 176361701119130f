using Microsoft.Win32.SafeHandles;

namespace Engage.LoadTest.Brokers;

/// <summary>Whoever starts a process of ours holds its standard input open; however he ends, nothing is left behind.</summary>
internal static class ParentWatch
{
    /// <param name="gone">Called once, on a thread of its own, when standard input has ended.</param>
    public static void Start(Action gone) => new Thread(() => Watch(gone)) { IsBackground = true, Name = "parent-watch" }.Start();

    /// <remarks>The bare descriptor: the console's reader sets up a terminal and takes locks that its writers take too, and a worker must not hang for the sake of this.</remarks>
    private static void Watch(Action gone)
    {
        using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        while (input.ReadByte() >= 0)
        {
            // Nothing is said here; only the end counts.
        }

        gone();
    }
}
