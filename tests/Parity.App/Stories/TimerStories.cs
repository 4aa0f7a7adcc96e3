using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Parity.App.Stories;

/// <summary>Timers: due, past, cancelled, cut in pieces, raced.</summary>
public static class TimerStories
{
    /// <summary>Sleeps as many milliseconds as it is told. "not early" leaves the second that a timer may be early out.</summary>
    [Function(nameof(Sleeps))]
    public static async Task<string> Sleeps([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var due = context.CurrentUtcDateTime.AddMilliseconds(context.GetInput<int>());
        await context.CreateTimer(due, CancellationToken.None);
        return context.CurrentUtcDateTime > due.AddSeconds(-1) ? "not early" : $"early by {due - context.CurrentUtcDateTime}";
    }

    [Function(nameof(CancelsATimer))]
    public static async Task<string> CancelsATimer([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var cancel = new CancellationTokenSource();
        var slow = context.CreateTimer(context.CurrentUtcDateTime.AddDays(400), cancel.Token);
        var quick = context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(10), CancellationToken.None);
        var first = await Task.WhenAny(slow, quick);
        cancel.Cancel();
        try
        {
            await slow;
            return "fired";
        }
        catch (TaskCanceledException)
        {
            return first == quick ? "cancelled" : "the slow one came first";
        }
    }

    [Function(nameof(CancelsBeforehand))]
    public static async Task<string> CancelsBeforehand([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        try
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddDays(1), cancel.Token);
            return "fired";
        }
        catch (TaskCanceledException)
        {
            return $"cancelled, then {await context.CallActivityAsync<int>(nameof(ActivityStories.Double), 21)}";
        }
    }

    /// <summary>A deadline beside an activity: the activity comes first, the deadline is given up.</summary>
    [Function(nameof(ActivityBeforeDeadline))]
    public static async Task<string> ActivityBeforeDeadline([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var cancel = new CancellationTokenSource();
        var deadline = context.CreateTimer(context.CurrentUtcDateTime.AddHours(1), cancel.Token);
        var work = context.CallActivityAsync<int>(nameof(ActivityStories.Double), 21);
        if (await Task.WhenAny(deadline, work) == deadline)
            return "too late";
        cancel.Cancel();
        return $"in time {await work}";
    }

    /// <summary>A deadline beside an event that never comes.</summary>
    [Function(nameof(DeadlineBeforeEvent))]
    public static async Task<string> DeadlineBeforeEvent([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var deadline = context.CreateTimer(context.CurrentUtcDateTime.AddSeconds(1), CancellationToken.None);
        var paid = context.WaitForExternalEvent<string>("Paid");
        return await Task.WhenAny(deadline, paid) == deadline ? "never paid" : "paid";
    }

    /// <summary>Timers made in another order than that in which they are due, so far apart that a busy machine tells them apart too.</summary>
    [Function(nameof(FirstOfThreeTimers))]
    public static async Task<string> FirstOfThreeTimers([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var now = context.CurrentUtcDateTime;
        var timers = new[] { 5_000, 200, 5_500 }
            .Select(milliseconds => context.CreateTimer(now.AddMilliseconds(milliseconds), CancellationToken.None))
            .ToList();
        var order = new List<int>();
        while (order.Count < 2)
        {
            var first = await Task.WhenAny(timers.Where((_, i) => !order.Contains(i)));
            order.Add(timers.IndexOf(first));
        }

        return string.Join(',', order);
    }
}
