namespace Soak.Harness;

/// <summary>What was built with this program, in the same configuration, Debug or Release.</summary>
internal static class Built
{
    /// <summary>The program of the local host.</summary>
    /// <exception cref="FileNotFoundException">It was not built.</exception>
    public static string Host => Existing("host", "LocalHost.dll");

    /// <summary>The folder of the function app.</summary>
    /// <exception cref="FileNotFoundException">It was not built.</exception>
    public static string App => Path.GetDirectoryName(Existing("src", "Orders.Functions.dll"))!;

    /// <summary>The folder that the solution is in.</summary>
    public static string Repository { get; } = FindRepository();

    private static string Existing(string project, string file)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var path = Path.Combine(Repository, project, "bin", configuration, "net10.0", file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} was not built.", path);
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orders.Functions.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("This program does not run inside the repository.");
    }
}
