namespace Soak.Harness;

/// <summary>
/// A storage emulator that is paused (SIGSTOP): it takes connections and answers nobody, as a storage account that hangs. It goes on when
/// this is disposed.
/// </summary>
internal sealed class Stall : IDisposable
{
    private readonly int _processId;

    /// <param name="processId">Of an emulator that this run has started itself.</param>
    public Stall(int processId)
    {
        _processId = processId;
        Processes.Pause(processId);
    }

    public void Dispose() => Processes.Resume(_processId);
}
