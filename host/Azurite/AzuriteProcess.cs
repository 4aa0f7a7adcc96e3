using System.Diagnostics;
using System.Globalization;
using LocalHost;

namespace LocalHost.Azurite;

/// <summary>
/// The storage emulator as a process of its own. It keeps its data on disk, and outlives a host that is killed: the next host finds it
/// answering, and the pid file beside the data tells that host to stop it in the end.
/// </summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;

    private AzuriteProcess(Process process, AzuritePorts ports, string folder)
    {
        _process = process;
        Ports = ports;
        Folder = folder;
    }

    public AzuritePorts Ports { get; }

    /// <summary>Where the data, the log and the pid file are.</summary>
    public string Folder { get; }

    public string ConnectionString => Ports.ConnectionString;

    public int ProcessId => _process.Id;

    /// <summary>Starts an emulator and returns when all three services answer.</summary>
    /// <param name="folder">Its data; created if missing.</param>
    /// <param name="ports">Where it listens, on 127.0.0.1.</param>
    /// <exception cref="HostStartException">Node or Azurite is missing, or the emulator ended or did not answer in time.</exception>
    public static async Task<AzuriteProcess> StartAsync(string folder, AzuritePorts ports, CancellationToken cancellation = default)
    {
        var (node, script) = FindTools(SearchPath, [Directory.GetCurrentDirectory(), AppContext.BaseDirectory]);
        Directory.CreateDirectory(folder);
        var log = Path.Combine(folder, "azurite.log");
        var process = Process.Start(Command(node, script, folder, log, ports))!;
        var azurite = new AzuriteProcess(process, ports, folder);
        await File.WriteAllLinesAsync(PidFile(folder), [Text(process.Id), Text(Environment.ProcessId)], cancellation);
        try
        {
            var started = Stopwatch.StartNew();
            while ((await ports.AnsweringAsync(cancellation)).Count < 3)
            {
                if (process.HasExited)
                    throw new HostStartException($"Azurite, the storage emulator, ended at once: {LastLine(log)}");
                if (started.Elapsed > StartTimeout)
                    throw new HostStartException(
                        $"Azurite, the storage emulator, did not answer within {StartTimeout.TotalSeconds:0} s: see {log}."
                    );
                await Task.Delay(PollInterval, cancellation);
            }

            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The emulator in this folder that a killed host left behind, to be stopped by the caller; null if there is none, or if its host still
    /// lives.
    /// </summary>
    public static AzuriteProcess? Adopt(string folder, AzuritePorts ports)
    {
        if (!File.Exists(PidFile(folder)))
            return null;
        var lines = File.ReadAllLines(PidFile(folder));
        if (
            lines.Length != 2
            || !int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid)
            || !int.TryParse(lines[1], CultureInfo.InvariantCulture, out var host)
        )
            return null;
        if (host != Environment.ProcessId && Find(host) is not null)
            return null;
        if (Find(pid) is not { } process || !IsAzurite(process, folder))
            return null;
        File.WriteAllLines(PidFile(folder), [lines[0], Text(Environment.ProcessId)]);
        return new(process, ports, folder);
    }

    /// <summary>What it takes to run the emulator.</summary>
    /// <param name="searchPath">Folders that may hold Node.</param>
    /// <param name="starts">Folders in which, or above which, node_modules may be.</param>
    /// <exception cref="HostStartException">One of them is missing.</exception>
    public static (string Node, string Script) FindTools(string searchPath, IEnumerable<string> starts)
    {
        var script =
            starts
                .SelectMany(start => Ancestors(new DirectoryInfo(start)))
                .Select(folder => Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js"))
                .FirstOrDefault(File.Exists)
            ?? throw new HostStartException(
                "Azurite, the storage emulator, was not found: run 'npm ci' in the repository (no node_modules/azurite above the "
                    + "current directory or the program)."
            );
        var node =
            Find(searchPath, OperatingSystem.IsWindows() ? "node.exe" : "node")
            ?? throw new HostStartException(
                "Node.js was not found on the PATH: install Node 20 or newer (it runs Azurite, the storage emulator)."
            );
        return (node, script);
    }

    /// <summary>Asks the emulator to save and end, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signals.Terminate(_process);
            using var timeout = new CancellationTokenSource(StopTimeout);
            try
            {
                await _process.WaitForExitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();

        // Somebody may have cleared the folder away meanwhile.
        if (Directory.Exists(Folder))
            File.Delete(PidFile(Folder));
    }

    /// <summary>
    /// In a session of its own, so that Ctrl-C in our terminal does not end the storage while we still drain; with its output in a file, so
    /// that it needs nothing of ours.
    /// </summary>
    private static ProcessStartInfo Command(string node, string script, string folder, string log, AzuritePorts ports)
    {
        string[] azurite =
        [
            node,
            Path.Combine(AppContext.BaseDirectory, "Azurite", "services.cjs"),
            script,
            folder,
            Text(ports.Blob),
            Text(ports.Queue),
            Text(ports.Table),
        ];
        string[] command = OperatingSystem.IsWindows()
            ? azurite
            :
            [
                "/bin/sh",
                "-c",
                "exec \"$@\" >\"$0\" 2>&1 </dev/null",
                log,
                .. Find(SearchPath, "setsid") is { } setsid ? new[] { setsid } : [],
                .. azurite,
            ];
        return new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false };
    }

    private static string SearchPath => Environment.GetEnvironmentVariable("PATH") ?? "";

    private static bool IsAzurite(Process process, string folder)
    {
        var commandLine = $"/proc/{Text(process.Id)}/cmdline";
        if (!File.Exists(commandLine))
            return process.ProcessName.StartsWith("node", StringComparison.Ordinal);
        var arguments = File.ReadAllText(commandLine).Split('\0');
        return arguments.Contains(folder) && arguments.Any(argument => argument.EndsWith("azurite.js", StringComparison.Ordinal));
    }

    private static Process? Find(int pid)
    {
        try
        {
            var process = Process.GetProcessById(pid);
            return process.HasExited ? null : process;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Ancestors(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
            yield return folder.FullName;
    }

    private static string? Find(string searchPath, string program) =>
        searchPath
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static string LastLine(string log) =>
        (File.Exists(log) ? File.ReadLines(log).LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) : null) ?? "it said nothing.";

    private static string PidFile(string folder) => Path.Combine(folder, "pid");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
