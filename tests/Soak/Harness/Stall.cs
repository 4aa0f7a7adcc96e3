using System.Diagnostics;
using System.Globalization;

namespace Soak.Harness;

/// <summary>A storage emulator that is paused (SIGSTOP): it takes connections and answers nobody, as a storage account that hangs. It goes on when this is disposed.</summary>
internal sealed class Stall : IDisposable
{
    private readonly int _processId;

    /// <param name="processId">Of an emulator that this run has started itself.</param>
    public Stall(int processId)
    {
        _processId = processId;
        Signal("-STOP");
    }

    public void Dispose() => Signal("-CONT");

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, _processId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        if (kill.ExitCode != 0)
            throw new InvalidOperationException($"kill {signal} failed with {kill.ExitCode}.");
    }
}
