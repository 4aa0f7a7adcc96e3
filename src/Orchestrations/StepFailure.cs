using Microsoft.DurableTask;

namespace Orders.Functions.Orchestrations;

/// <summary>A step that will not succeed: its attempts are used up, or it was refused.</summary>
/// <param name="Step">The activity or the sub-orchestration.</param>
/// <param name="Why">For operations; never holds personal data.</param>
internal sealed record StepFailure(string Step, string Why)
{
    /// <returns>Null if it is no failure of a step but an error in the orchestration's code.</returns>
    public static StepFailure? Of(Exception exception) => exception switch
    {
        TaskFailedException failed => new(failed.TaskName, $"{failed.FailureDetails.ErrorType}."),
        PartnerRefusedException refused => new(refused.Step, refused.Message),
        _ => null,
    };
}
