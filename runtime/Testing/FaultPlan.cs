using LocalRuntime.DurableTask.Storage;

namespace LocalRuntime.Testing;

/// <summary>What a fault can hit.</summary>
public enum HubWrite
{
    Create,
    Append,
    Checkpoint,
    Activity,
}

/// <summary>What happens at a write or an activity.</summary>
public enum Fault
{
    None,

    /// <summary>The process dies before it.</summary>
    CrashBefore,

    /// <summary>The process dies after it.</summary>
    CrashAfter,

    /// <summary>The storage does not answer, and has not written. Means nothing to an activity.</summary>
    UnavailableBefore,

    /// <summary>The storage has written, and does not say so. Means nothing to an activity.</summary>
    UnavailableAfter,
}

/// <summary>Decides at each write and each activity whether something goes wrong.</summary>
/// <param name="decide">Asked once for each, with what it is and the instance it is for.</param>
public sealed class FaultPlan(Func<HubWrite, string, Fault> decide)
{
    private Fault _next;
    private bool _crashed;

    /// <summary>How many crashes there were.</summary>
    public int Crashes { get; private set; }

    internal void Before(HubWrite write, string instanceId)
    {
        ThrowIfDead();
        _next = decide(write, instanceId);
        if (write == HubWrite.Activity && _next is (Fault.UnavailableBefore or Fault.UnavailableAfter))
            _next = Fault.None;
        if (_next == Fault.CrashBefore)
            Crash();
        if (_next == Fault.UnavailableBefore)
            throw Unavailable();
    }

    internal void After(HubWrite write, string instanceId)
    {
        var fault = _next;
        _next = Fault.None;
        if (fault == Fault.CrashAfter)
            Crash();
        if (fault == Fault.UnavailableAfter)
            throw Unavailable();
    }

    /// <summary>Whether the process has died; it lives again afterwards.</summary>
    internal bool TakeCrash()
    {
        var crashed = _crashed;
        _crashed = false;
        return crashed;
    }

    /// <summary>A dead process writes no more, whatever its code still tries.</summary>
    private void ThrowIfDead()
    {
        if (_crashed)
            throw new SimulatedCrashException();
    }

    private void Crash()
    {
        _crashed = true;
        Crashes++;
        throw new SimulatedCrashException();
    }

    private static HubUnavailableException Unavailable() => new("The storage does not answer (simulated).", new TimeoutException());
}

/// <summary>The process is dead.</summary>
internal sealed class SimulatedCrashException() : Exception("The process was killed (simulated).");
