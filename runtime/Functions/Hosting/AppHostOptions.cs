using System.Reflection;

namespace LocalRuntime.Functions.Hosting;

/// <summary>What differs between an app that runs and one under test.</summary>
internal sealed record AppHostOptions
{
    public string[] Args { get; init; } = [];

    /// <summary>Where the functions are.</summary>
    public required Assembly Functions { get; init; }

    /// <summary>Only these types' functions are served; all of the assembly's when null.</summary>
    public IReadOnlyCollection<Type>? Only { get; init; }

    /// <summary>Where host.json and the local settings are looked for first; then <see cref="BaseDirectory"/>.</summary>
    public string ContentRoot { get; init; } = Directory.GetCurrentDirectory();

    public string BaseDirectory { get; init; } = AppContext.BaseDirectory;

    /// <summary>Settings that win over all others.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    public TextWriter Output { get; init; } = Console.Out;

    public TextWriter Error { get; init; } = Console.Error;

    public Action<int> SetExitCode { get; init; } = code => Environment.ExitCode = code;
}
