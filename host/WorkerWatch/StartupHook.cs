using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

/// <summary>
/// Runs in the worker before its own code (DOTNET_STARTUP_HOOKS). The host holds the other end of the worker's standard input: when it
/// closes, the host is gone, and a worker without a host would go on doing things that nobody hears of.
/// </summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for this name outside of any namespace.")]
[SuppressMessage("Design", "MA0047", Justification = "The runtime looks for this name outside of any namespace.")]
internal static class StartupHook
{
    public static void Initialize()
    {
        // What the worker itself starts has another parent.
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        new Thread(EndWithHost) { IsBackground = true, Name = "WorkerWatch" }.Start();
    }

    private static void EndWithHost()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> nothing = stackalloc byte[1];
        while (input.Read(nothing) > 0)
        {
            // The host never writes; the end is what counts.
        }

        // At once, as a power cut would: an orderly end would wait for functions whose results nobody takes.
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
