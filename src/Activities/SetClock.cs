using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;

namespace Orders.Functions.Activities;

/// <summary>Says when a window that starts now is over. An activity, since the calendar's data may change between two replays.</summary>
public sealed class SetClock(TimeProvider time)
{
    [Function(nameof(SetClock))]
    public Task<DateTimeOffset> RunAsync([ActivityTrigger] Window window) => Task.FromResult(Deadlines.After(window, time.GetUtcNow()));
}
