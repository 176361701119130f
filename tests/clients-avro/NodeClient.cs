using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engage.Clients.Avro;

/// <summary>Runs the foreign Avro implementations beside this file, each as a process of its own: one JSON document in, one out.</summary>
internal static class NodeClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3); // Seconds of work, on machines that may be busy with much else.

    /// <param name="script">File beside this one.</param>
    /// <param name="request">Becomes JSON on standard input.</param>
    public static async Task<JsonNode> AskAsync(string script, object request)
    {
        var folder = Folder();
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), "The foreign Avro clients are not installed: run `make setup-test`.");

        using var process = Process.Start(new ProcessStartInfo("node", script)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(Patience);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, TestContext.Current.CancellationToken);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(stop.Token);
            var errors = process.StandardError.ReadToEndAsync(stop.Token);
            await process.StandardInput.WriteAsync(JsonSerializer.Serialize(request).AsMemory(), stop.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(stop.Token);
            Assert.True(process.ExitCode == 0, $"node {script} ended with {process.ExitCode}: {await errors}");
            return JsonNode.Parse(await output)!;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
