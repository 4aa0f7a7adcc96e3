using DurableTask.Core;

namespace Lives.Oracle;

/// <summary>
/// An orchestration's history, played from its beginning to code that remembers nothing, leads to the same decisions. The hub replays it so
/// before each episode; what decides otherwise fails.
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
        }
    }
}
