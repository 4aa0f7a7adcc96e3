using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LocalHost.Azurite;

internal static partial class Signals
{
    private const int SigTerm = 15;

    /// <summary>Asks a process to end; where there are no signals, ends it.</summary>
    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
            process.Kill();
        else
            _ = Kill(process.Id, SigTerm);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Kill(int pid, int signal);
}
