using System.Diagnostics;
using System.Globalization;
using LocalHost.Configuration;

namespace LocalHost.Worker;

/// <summary>The operating system's side of a worker.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const string StartupHooks = "DOTNET_STARTUP_HOOKS";
    private const string MaxMessage = "2147483647";

    /// <summary>Told to the host alone: the worker's own web server would take them for its address.</summary>
    private static readonly string[] HostsOwn = ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS"];

    private readonly Process _process;
    private readonly WorkerOutput _output;

    private WorkerProcess(Process process, WorkerOutput output)
    {
        _process = process;
        _output = output;
        Exited = WaitAsync();
    }

    public int Id => _process.Id;

    /// <summary>Completes with the exit code, once all that it printed is read.</summary>
    public Task<int> Exited { get; }

    /// <summary>What it said in the end, in one line; empty if nothing.</summary>
    public string LastWords => _output.LastWords;

    /// <exception cref="HostStartException">The program cannot be run.</exception>
    public static WorkerProcess Start(HostSettings settings, Uri endpoint, string workerId, ILogger console)
    {
        var command = Command(settings, endpoint, workerId);
        var output = new WorkerOutput(console);
        try
        {
            var process = Process.Start(command)!;
            process.OutputDataReceived += (_, line) => output.Take(line.Data, isError: false);
            process.ErrorDataReceived += (_, line) => output.Take(line.Data, isError: true);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return new(process, output);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new HostStartException($"The worker cannot be started: {e.Message}.", e);
        }
    }

    /// <summary>
    /// Lets what it prints into the log; until then it is kept, since the words of a worker that does not start are the host's to say.
    /// </summary>
    public void LogOutput() => _output.Log();

    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose() => _process.Dispose();

    private static ProcessStartInfo Command(HostSettings settings, Uri endpoint, string workerId)
    {
        var app = settings.App;
        var requestId = Guid.NewGuid().ToString();
        string[] worker =
        [
            app.Executable,
            app.Worker,
            "--host",
            endpoint.Host,
            "--port",
            endpoint.Port.ToString(CultureInfo.InvariantCulture),
            "--workerId",
            workerId,
            "--requestId",
            requestId,
            "--grpcMaxMessageLength",
            MaxMessage,
            "--functions-uri",
            endpoint.AbsoluteUri,
            "--functions-worker-id",
            workerId,
            "--functions-request-id",
            requestId,
            "--functions-grpc-max-message-length",
            MaxMessage,
        ];

        // In a session of its own, so that Ctrl-C in our terminal does not end it while we still drain.
        string[] command = Session() is { } setsid ? [setsid, .. worker] : worker;
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = app.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in settings.WorkerEnvironment)
            start.Environment[name] = value;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Folder;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = app.Folder;
        foreach (var name in HostsOwn)
            start.Environment.Remove(name);
        var watch = Path.Combine(Path.GetDirectoryName(typeof(WorkerProcess).Assembly.Location)!, "LocalHost.WorkerWatch.dll");
        start.Environment[StartupHooks] =
            start.Environment.TryGetValue(StartupHooks, out var others) && !string.IsNullOrEmpty(others)
                ? $"{watch}{Path.PathSeparator}{others}"
                : watch;
        return start;
    }

    private static string? Session() =>
        OperatingSystem.IsWindows()
            ? null
            : (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => Path.Combine(folder, "setsid"))
                .FirstOrDefault(File.Exists);

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }
}
