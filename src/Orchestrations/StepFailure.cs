using Microsoft.DurableTask;

namespace Orders.Functions.Orchestrations;

/// <summary>A step that will not succeed: its attempts are used up, or it was refused.</summary>
/// <param name="Step">The activity or the sub-orchestration.</param>
/// <param name="Why">For operations; never holds personal data.</param>
internal sealed record StepFailure(string Step, string Why)
{
    /// <returns>Null if it is no failure of a step but an error in the orchestration's code.</returns>
    public static StepFailure? Of(Exception exception) =>
        exception switch
        {
            // The engine gives no details where it did not know the step at all.
            TaskFailedException failed => new(
                failed.TaskName,
                failed.FailureDetails is { ErrorType: var type } ? $"{type}." : "It is not known."
            ),
            PartnerRefusedException refused => new(refused.Step, refused.Message),
            _ => null,
        };
}
