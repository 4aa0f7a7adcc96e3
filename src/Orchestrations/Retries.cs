using Microsoft.DurableTask;

namespace Orders.Functions.Orchestrations;

/// <summary>
/// How long a step is tried again. Whatever an activity throws is tried again: an answer that will not change is returned, not thrown
/// (<see cref="Activities.PartnerAnswer{T}"/>). No handler looks at the failure: one that throws would mean, without a word, that nothing
/// is tried again (docs/decisions/0011-refusals-are-answers.md).
/// </summary>
internal static class Retries
{
    /// <summary>For our own storage and queues: an outage of a day is waited out.</summary>
    public static readonly TaskOptions Storage = Policy(maxAttempts: 300);

    /// <summary>For payment providers and carriers: half a day of outage is waited out, then a person is asked.</summary>
    public static readonly TaskOptions Partner = Policy(maxAttempts: 150);

    /// <summary>For bookings: a carrier that is switched off for a day is waited for, and half a day of outage beyond.</summary>
    public static readonly TaskOptions Booking = Policy(maxAttempts: 440);

    /// <summary>For what can be done without an answer: some minutes.</summary>
    public static readonly TaskOptions Question = Policy(maxAttempts: 6);

    private static TaskOptions Policy(int maxAttempts) =>
        TaskOptions.FromRetryPolicy(
            new RetryPolicy(maxAttempts, TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(5))
        );
}
