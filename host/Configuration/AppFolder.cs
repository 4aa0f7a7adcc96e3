using System.Text.Json;

namespace LocalHost.Configuration;

/// <summary>A built Functions app: what starts its worker, and where its files are.</summary>
/// <param name="Folder">Its full path.</param>
/// <param name="Executable">The program that runs the worker.</param>
/// <param name="Worker">The worker's assembly, its full path.</param>
internal sealed record AppFolder(string Folder, string Executable, string Worker)
{
    private const string WorkerConfig = "worker.config.json";

    public string Name => Path.GetFileNameWithoutExtension(Worker);

    public string File(string name) => Path.Combine(Folder, name);

    /// <exception cref="HostStartException">The folder holds no built Functions app.</exception>
    public static AppFolder Open(string path)
    {
        var folder = Path.GetFullPath(path);
        var config = Path.Combine(folder, WorkerConfig);
        if (!System.IO.File.Exists(config))
            throw new HostStartException(
                $"{folder} holds no Functions app (there is no {WorkerConfig}): name the output folder of 'dotnet build' or "
                    + "'dotnet publish'."
            );
        try
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(config));
            var description = json.RootElement.GetProperty("description");
            return new(
                folder,
                Find(description.GetProperty("defaultExecutablePath").GetString()!),
                Path.Combine(folder, description.GetProperty("defaultWorkerPath").GetString()!)
            );
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HostStartException($"{config} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>"dotnet" means the runtime that runs this host, wherever the PATH leads.</summary>
    private static string Find(string executable)
    {
        if (!string.Equals(executable, "dotnet", StringComparison.OrdinalIgnoreCase))
            return executable;
        var program = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var root = new FileInfo(typeof(object).Assembly.Location).Directory!.Parent!.Parent!.Parent!.FullName;
        var own = Path.Combine(root, program);
        return System.IO.File.Exists(own) ? own : program;
    }
}
