using Microsoft.DurableTask;

namespace Orders.Functions.Orchestrations;

/// <summary>How an order follows its parcels and cases to their end.</summary>
internal static class SubOrchestrations
{
    /// <summary>
    /// Starts a sub-orchestration and waits for its end, which is never null. The engine runs what was decided before it stores that it was,
    /// and numbers what is decided again from the same number on: what came of a step that is not in the history, and returned nothing, is
    /// then taken for the end of the sub-orchestration that has its number. Called again, that one goes on from where it stands.
    /// </summary>
    public static async Task<T> FollowAsync<T>(
        this TaskOrchestrationContext context,
        string orchestration,
        object input,
        SubOrchestrationOptions options
    )
        where T : class
    {
        T? end;
        do
        {
            end = await context.CallSubOrchestratorAsync<T?>(orchestration, input, options);
        } while (end is null);

        return end;
    }
}
