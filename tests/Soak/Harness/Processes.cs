using System.Diagnostics;
using System.Globalization;

namespace Soak.Harness;

/// <summary>
/// Processes of this machine, as Linux shows them under /proc. Only those that this run has started are ever sent a signal.
/// </summary>
internal static class Processes
{
    /// <summary>The children of a process whose command line names a program.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent, string program)
    {
        var children = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (
                int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                && ParentOf(id) == parent
                && Read(id, "cmdline").Contains(program, StringComparison.Ordinal)
            )
                children.Add(id);
        }

        return children;
    }

    /// <summary>Memory that is not swapped out, in bytes; 0 for a process that is gone.</summary>
    public static long ResidentBytes(int id)
    {
        var line = Read(id, "status").Split('\n').FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    /// <summary>SIGKILL; a process that is gone already is well killed.</summary>
    public static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It was faster.
        }
    }

    /// <summary>SIGTERM.</summary>
    public static void Terminate(int id) => Signal(id, "-TERM");

    /// <summary>SIGSTOP: it does nothing any more until it is told to go on.</summary>
    public static void Pause(int id) => Signal(id, "-STOP");

    /// <summary>SIGCONT.</summary>
    public static void Resume(int id) => Signal(id, "-CONT");

    private static void Signal(int id, string signal)
    {
        using var kill = Process.Start("kill", [signal, id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        if (kill.ExitCode != 0)
            throw new InvalidOperationException($"kill {signal} failed with {kill.ExitCode.ToString(CultureInfo.InvariantCulture)}.");
    }

    private static int? ParentOf(int id)
    {
        // The name, in brackets, may hold anything: the fields are counted from behind it.
        var stat = Read(id, "stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 ? int.Parse(fields[1], CultureInfo.InvariantCulture) : null;
    }

    /// <returns>Empty for a process that is gone.</returns>
    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/{file}");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
