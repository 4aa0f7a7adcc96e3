using Durable.Testing.Hub;

namespace Durable.Testing;

/// <summary>What a fault can hit.</summary>
public enum HubWrite
{
    /// <summary>An orchestration is started.</summary>
    Create,

    /// <summary>Something is put before an orchestration: an event, or what an activity has come to.</summary>
    Append,

    /// <summary>The history of an episode is written.</summary>
    Checkpoint,

    /// <summary>An activity's code runs.</summary>
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
    /// <summary>How many crashes there were.</summary>
    public int Crashes { get; internal set; }

    internal Fault At(HubWrite write, string instanceId)
    {
        var fault = decide(write, instanceId);
        return write == HubWrite.Activity && fault is Fault.UnavailableBefore or Fault.UnavailableAfter ? Fault.None : fault;
    }
}

/// <summary>The process is dead.</summary>
internal sealed class SimulatedCrashException() : Exception("The process was killed (simulated).");

/// <summary>The storage does not answer.</summary>
internal sealed class SimulatedOutageException() : Exception("The storage does not answer (simulated).");

/// <summary>Lets the faults of a plan, and a rough hub's own, happen to one process.</summary>
/// <param name="crash">Ends the process.</param>
internal sealed class FaultGate(FaultPlan? plan, Roughness? rough, Action crash) : IHubGate
{
    private readonly Dictionary<HubCall, Fault> _later = new(ReferenceEqualityComparer.Instance);
    private bool _dead;

    public Task BeforeAsync(HubCall call)
    {
        ThrowIfDead();
        var fault = plan is not null && WriteOf(call.Verb) is { } write ? plan.At(write, call.InstanceId) : Fault.None;
        if (fault == Fault.CrashBefore)
            Crash();
        if (fault == Fault.UnavailableBefore)
            throw new SimulatedOutageException();
        if (fault != Fault.None)
            _later[call] = fault;
        return Task.CompletedTask;
    }

    public Task AfterAsync(HubCall call)
    {
        ThrowIfDead();
        if (!_later.Remove(call, out var fault))
            return Task.CompletedTask;
        if (fault == Fault.CrashAfter)
            Crash();
        throw new SimulatedOutageException();
    }

    public HubFate FateOf(HubCall call) => rough?.FateOf(call) ?? HubFate.Normal;

    /// <summary>A dead process writes no more, whatever its code still tries.</summary>
    private void ThrowIfDead()
    {
        if (_dead)
            throw new SimulatedCrashException();
    }

    private void Crash()
    {
        _dead = true;
        plan!.Crashes++;
        crash();
        throw new SimulatedCrashException();
    }

    private static HubWrite? WriteOf(HubVerb verb) =>
        verb switch
        {
            HubVerb.Start => HubWrite.Create,
            HubVerb.Raise or HubVerb.ActivityResult => HubWrite.Append,
            HubVerb.Checkpoint => HubWrite.Checkpoint,
            HubVerb.Activity => HubWrite.Activity,
            _ => null,
        };
}
