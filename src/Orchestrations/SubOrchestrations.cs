using System.Text.Json;
using Microsoft.DurableTask;

namespace Orders.Functions.Orchestrations;

/// <summary>How an order follows its parcels and cases to their end.</summary>
internal static class SubOrchestrations
{
    /// <summary>
    /// Starts a sub-orchestration and waits for its end. The engine runs what was decided before it stores that it was, and numbers what is
    /// decided again from the same number on: what came of a step that is not in the history is then taken for the end of the
    /// sub-orchestration that has its number. Called again, that one goes on from where it stands.
    /// </summary>
    /// <param name="isItsOwn">Tells its end from what came of anything else.</param>
    public static async Task<T> FollowAsync<T>(
        this TaskOrchestrationContext context,
        string orchestration,
        object input,
        SubOrchestrationOptions options,
        Func<T, bool> isItsOwn
    )
        where T : class
    {
        T? end;
        do
        {
            end = await TryAsync();
        } while (end is null || !isItsOwn(end));

        return end;

        async Task<T?> TryAsync()
        {
            try
            {
                return await context.CallSubOrchestratorAsync<T?>(orchestration, input, options);
            }
            catch (JsonException)
            {
                // It was of something else, as above.
                return null;
            }
        }
    }
}
