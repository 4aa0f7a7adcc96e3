using Microsoft.DurableTask;
using Orders.Functions.Activities;

namespace Orders.Functions.Orchestrations;

/// <summary>How orchestrations ask payment providers and carriers.</summary>
internal static class PartnerCalls
{
    /// <summary>Runs an activity that answers with a <see cref="PartnerAnswer{T}"/>.</summary>
    /// <param name="retries">How long a company that does not answer is asked again.</param>
    /// <exception cref="PartnerRefusedException">The company said no, for good.</exception>
    /// <exception cref="TaskFailedException">The company could not be asked for as long as that.</exception>
    public static async Task<T> CallPartnerAsync<T>(
        this TaskOrchestrationContext context,
        string activity,
        object input,
        TaskOptions retries
    )
    {
        var answer = await context.CallActivityAsync<PartnerAnswer<T>>(activity, input, retries);
        return answer.Refusal is { } reason ? throw new PartnerRefusedException(activity, reason) : answer.Value!;
    }
}
