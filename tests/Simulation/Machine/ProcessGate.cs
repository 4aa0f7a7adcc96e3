using Azure;
using Simulation.Storage;

namespace Simulation.Machine;

/// <summary>Where one process meets the outside: each call to storage or to a company may go wrong here, and none of a dead process goes on.</summary>
internal sealed class ProcessGate(Func<StorageCall, FaultKind?> meet, Action crash) : IGate
{
    private readonly List<TaskCompletionSource> _held = [];
    private readonly Dictionary<StorageCall, FaultKind> _after = [];

    public bool IsDead { get; private set; }

    /// <summary>Calls that wait to be let through.</summary>
    public int Held => _held.Count;

    public void Die() => IsDead = true;

    /// <summary>Lets one of the held calls through.</summary>
    public void Release(int which)
    {
        var held = _held[which];
        _held.RemoveAt(which);
        held.SetResult();
    }

    public Task BeforeAsync(StorageCall call)
    {
        if (IsDead)
            return Never();
        switch (meet(call))
        {
            case null:
                return Task.CompletedTask;
            case FaultKind.Slow:
                var held = new TaskCompletionSource();
                _held.Add(held);
                return held.Task;
            case FaultKind.Unavailable:
                return Task.FromException(Unavailable());
            case FaultKind.CrashBefore:
                crash();
                return Never();
            case { } later:
                _after[call] = later;
                return Task.CompletedTask;
        }
    }

    public bool IsRepeated(StorageCall call)
    {
        if (_after.Count == 0 || !_after.TryGetValue(call, out var fault) || fault != FaultKind.AskedTwice)
            return false;
        _after.Remove(call);
        return true;
    }

    public Task AfterAsync(StorageCall call)
    {
        if (IsDead)
            return Never();
        if (_after.Count == 0 || !_after.Remove(call, out var fault))
            return Task.CompletedTask;
        switch (fault)
        {
            case FaultKind.CrashAfter:
                crash();
                return Never();
            case FaultKind.AskedTwice when SecondAnswer(call) is { } answer:
                return Task.FromException(answer);
            case FaultKind.AskedTwice:
                return Task.CompletedTask;
            default:
                return Task.FromException(Unavailable());
        }
    }

    /// <summary>What is said to the repetition of a write that was made, where it is not itself done once more.</summary>
    private static RequestFailedException? SecondAnswer(StorageCall call) => call.Verb switch
    {
        StorageVerb.Add => new RequestFailedException(409, "The entity already exists (simulated).", "EntityAlreadyExists", null),
        StorageVerb.Update => new RequestFailedException(412, "The condition is not met (simulated).", "UpdateConditionNotSatisfied", null),
        _ => null,
    };

    private static RequestFailedException Unavailable() => new(503, "The storage does not answer (simulated).", "ServerBusy", null);

    // A task of its own each time: one for all would keep every dead caller in memory.
    private static Task Never() => new TaskCompletionSource().Task;
}
