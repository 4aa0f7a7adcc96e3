using DurableTask.Core;

namespace Lives.Oracle;

/// <summary>
/// An orchestration's history, played from its beginning to code that remembers nothing, leads to the same decisions, with the same data.
/// It is played so at the end of the life. On the way the hub does it, too, whenever a process has died, a history could not be written,
/// or has doubled since; an orchestration that decides otherwise then fails.
/// </summary>
internal sealed class HistoryReplays : Invariant
{
    public override void AtEnd(Ending ending)
    {
        foreach (var (id, instance) in ending.Instances)
        {
            if (
                instance is { Status: OrchestrationStatus.Failed, FailureDetails: { } failure }
                && failure.ErrorType.Contains("NonDeterministic", StringComparison.Ordinal)
            )
                Violated(null, $"{id} failed: {failure.ErrorMessage}");
            if (instance.History.Count > 0 && Life.World.Replay(instance) is { } difference)
                Violated(null, $"{id}, event {difference.Step}: {difference.What}");
        }
    }
}
