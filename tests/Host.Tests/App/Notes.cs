using System.Diagnostics;

namespace Host.Tests.App;

/// <summary>
/// Where functions tell the tests what they do, and tests tell functions to go on: files in the folder that the setting Notes names. They
/// outlive the worker.
/// </summary>
internal static class Notes
{
    private static readonly Lock Writing = new();
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static string Folder => Environment.GetEnvironmentVariable("Notes") ?? Directory.GetCurrentDirectory();

    /// <summary>Adds a line, the moment before it, to this process' own file: two workers do not write into one.</summary>
    public static void Add(string line)
    {
        lock (Writing)
        {
            var file = Path.Combine(Folder, $"{Environment.ProcessId}.notes");
            using var notes = new StreamWriter(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite));
            notes.Write($"{Stopwatch.GetTimestamp()} {line}\n");
        }
    }

    /// <summary>Waits until the tests let the thing of this name go on.</summary>
    public static async Task AllowedAsync(string name, CancellationToken cancellation = default)
    {
        for (var waiting = Stopwatch.StartNew(); !File.Exists(Path.Combine(Folder, $"{name}.go")); await Task.Delay(Pause, cancellation))
        {
            if (waiting.Elapsed > Limit)
                throw new TimeoutException($"Nobody let '{name}' go on.");
        }
    }
}
