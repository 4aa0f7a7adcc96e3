using System.Reflection;

namespace Host.Tests.Harness;

/// <summary>
/// The sample app with the state that one test has for itself: settings, and a folder in which functions and test tell each other things.
/// </summary>
internal sealed class TestApp : IDisposable
{
    private readonly string _notes = Directory.CreateTempSubdirectory("host-tests-").FullName;

    public TestApp(SharedAzurite azurite)
    {
        var id = Guid.NewGuid().ToString("N")[..12];
        Queue = $"messages-{id}";
        Settings = new(StringComparer.Ordinal)
        {
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["AzureFunctionsJobHost:extensions:durableTask:hubName"] = $"Hub{id}",
            ["AzureFunctionsWebHost:hostid"] = id,
            ["FunctionKeys:caller"] = "caller-key",
            ["Messages"] = Queue,
            ["Notes"] = _notes,
            ["SystemKeys:durabletask"] = "system-key",
            ["Tick:Schedule"] = "0 0 0 1 1 *",
        };
    }

    /// <summary>What the sample was built to.</summary>
    public static string Folder { get; } = FindFolder();

    public Dictionary<string, string?> Settings { get; }

    /// <summary>The queue of the function Message.</summary>
    public string Queue { get; }

    /// <summary>What the functions told, in order: the worker's process id and the text.</summary>
    public IReadOnlyList<(int ProcessId, string Text)> Notes =>
        [
            .. Directory
                .EnumerateFiles(_notes, "*.notes")
                .SelectMany(file => Lines(file).Select(line => (File: file, Parts: line.Split(' ', 2))))
                .Where(line => line.Parts.Length == 2)
                .OrderBy(line => long.Parse(line.Parts[0]))
                .Select(line => (int.Parse(Path.GetFileNameWithoutExtension(line.File)), line.Parts[1])),
        ];

    private static string[] Lines(string file)
    {
        using var notes = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return notes.ReadToEnd().Split('\n');
    }

    /// <summary>Lets the functions that wait under this name go on.</summary>
    public void Allow(string name) => File.WriteAllText(Path.Combine(_notes, $"{name}.go"), "");

    /// <summary>Waits until a function has told this, so many times.</summary>
    public Task ToldAsync(string text, int times = 1, double seconds = 20) =>
        Eventually.TrueAsync(() => Notes.Count(note => note.Text == text) >= times, $"'{text}' told {times} times", seconds);

    public void Dispose() => Directory.Delete(_notes, recursive: true);

    private static string FindFolder()
    {
        // …/tests/Host.Tests/bin/Debug/net10.0 → …/tests/Host.Tests/App/bin/Debug/net10.0
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var project = output.Parent!.Parent!.Parent!.FullName;
        var folder = Path.Combine(project, "App", "bin", output.Parent.Name, output.Name);
        Assert.True(
            File.Exists(Path.Combine(folder, "worker.config.json")),
            $"The sample app was not built: {folder}; tests in {Assembly.GetExecutingAssembly().Location}"
        );
        return folder;
    }
}
