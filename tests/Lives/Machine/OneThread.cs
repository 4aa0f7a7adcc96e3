namespace Lives.Machine;

/// <summary>
/// Holds a run to the thread that plays it. Without a synchronisation context whatever awaits goes on where the thing it waits for was
/// completed, and that is always here; what strays to the thread pool would bring the machine's own timing into the run, and is told.
/// </summary>
internal sealed class OneThread
{
    private int _thread;

    /// <summary>Where something ran on another thread; null if nothing did.</summary>
    public string? Strayed { get; private set; }

    /// <summary>Plays something on this thread, with nothing of what surrounds it.</summary>
    public void Play(Action run)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Notes who runs on another thread.</summary>
    public void Check()
    {
        if (Environment.CurrentManagedThreadId != _thread)
            Strayed ??= Environment.StackTrace;
    }
}
