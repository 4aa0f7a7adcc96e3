using Azure;
using Lives.Storage;

namespace Lives.Machine;

/// <summary>
/// Where one process meets the outside: each call to storage or to a company may go wrong here, and none of a dead process goes on.
/// </summary>
/// <param name="hang">For as long as the call that was just met has to wait.</param>
internal sealed class ProcessGate(Func<StorageCall, FaultKind?> meet, Action crash, Action stall, Func<Task>? hang = null) : IGate
{
    /// <summary>So many calls a process still makes that stood still, before it notices that it no longer owns its hub.</summary>
    private const int CallsAfterStall = 6;

    private readonly List<TaskCompletionSource> _held = [];
    private readonly Dictionary<StorageCall, FaultKind> _after = [];
    private int? _callsLeft;

    public bool IsDead { get; private set; }

    /// <summary>True once it stood still: another has taken over, and what it still does is late.</summary>
    public bool StoodStill => _callsLeft is not null;

    /// <summary>Calls that wait to be let through.</summary>
    public int Held => _held.Count;

    public void Die()
    {
        IsDead = true;
        _held.Clear();
    }

    /// <summary>The process goes on only to learn that another has taken over.</summary>
    public void StandStill() => _callsLeft = CallsAfterStall;

    /// <summary>Lets one of the held calls through.</summary>
    public void Release(int which)
    {
        var held = _held[which];
        _held.RemoveAt(which);
        held.SetResult();
    }

    public Task BeforeAsync(StorageCall call)
    {
        if (_callsLeft is { } left)
        {
            if (left == 0)
                Die();
            _callsLeft = left - 1;
        }

        if (IsDead)
            return Never();
        switch (_callsLeft is null ? meet(call) : FaultKind.Slow)
        {
            case null:
                return Task.CompletedTask;
            case FaultKind.Slow:
                return HoldAsync();
            case FaultKind.Hang:
                return HangAsync();
            case FaultKind.Stall:
                stall();
                return HoldAsync();
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

    private Task HoldAsync()
    {
        var held = new TaskCompletionSource();
        _held.Add(held);
        return held.Task;
    }

    private async Task HangAsync()
    {
        await hang!();
        if (IsDead)
            await Never();
    }

    /// <summary>What is said to the repetition of a write that was made, where it is not itself done once more.</summary>
    private static RequestFailedException? SecondAnswer(StorageCall call) =>
        call.Verb switch
        {
            StorageVerb.Add => new RequestFailedException(409, "The entity already exists (simulated).", "EntityAlreadyExists", null),
            StorageVerb.Update => new RequestFailedException(
                412,
                "The condition is not met (simulated).",
                "UpdateConditionNotSatisfied",
                null
            ),
            _ => null,
        };

    private static RequestFailedException Unavailable() => new(503, "The storage does not answer (simulated).", "ServerBusy", null);

    // A task of its own each time: one for all would keep every dead caller in memory.
    private static Task Never() => new TaskCompletionSource().Task;
}
