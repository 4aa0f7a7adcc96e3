using DurableTask.Core;

namespace Durable.Testing.Hub;

/// <summary>An orchestration in a process's memory: its history, and its code, which waits where the last episode left it.</summary>
/// <param name="state">The history, with what is new.</param>
internal sealed class Session(OrchestrationRuntimeState state)
{
    private StoredInstance? _stored;
    private int _writes;
    private int _replayed;

    public OrchestrationRuntimeState State => state;

    /// <summary>Plays the history; null before it is played.</summary>
    public TaskOrchestrationExecutor? Executor { get; set; }

    /// <summary>The episode is stored: the next one goes on from here.</summary>
    public void Keep(StoredInstance stored)
    {
        if (_stored is null)
            _replayed = stored.History.Count;
        (_stored, _writes) = (stored, stored.Writes);
    }

    /// <summary>Whether an episode may go on from here: nobody else wrote, and the history has not grown by too much.</summary>
    public bool IsOf(StoredInstance? stored, double growth) =>
        stored is not null && stored == _stored && stored.Writes == _writes && stored.History.Count < _replayed * growth;
}
