using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Parity.App.Stories;

/// <summary>Events from outside and between orchestrations.</summary>
public static class EventStories
{
    [Function(nameof(WaitsForGo))]
    public static async Task<string> WaitsForGo([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("waiting");
        var word = await context.WaitForExternalEvent<string>("Go");
        return $"{context.GetInput<string>()} {await context.CallActivityAsync<string>(nameof(ActivityStories.Say), word)}";
    }

    /// <summary>Events that come before somebody waits for them, in names of any case.</summary>
    [Function(nameof(ReadsEarlyEvents))]
    public static async Task<string> ReadsEarlyEvents([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.WaitForExternalEvent<int>("Last");
        var first = await context.WaitForExternalEvent<string>("WORD");
        await context.CallActivityAsync(nameof(ActivityStories.DoNothing));
        var second = await context.WaitForExternalEvent<string>("word");
        return first + second + await context.WaitForExternalEvent<string>("Word");
    }

    [Function(nameof(ManyWaiters))]
    public static async Task<IReadOnlyList<int>> ManyWaiters([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var waiters = Enumerable.Range(0, context.GetInput<int>()).Select(_ => context.WaitForExternalEvent<int>("Number")).ToList();
        context.SetCustomStatus("waiting");
        return await Task.WhenAll(waiters);
    }

    [Function(nameof(WaitsAMonth))]
    public static Task<string> WaitsAMonth([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.WaitForExternalEvent<string>("Word", TimeSpan.FromDays(30));

    /// <summary>Gives a wait up, and waits again for the same name.</summary>
    [Function(nameof(WaitsTwice))]
    public static async Task<string> WaitsTwice([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            await context.WaitForExternalEvent<string>("Word", TimeSpan.FromSeconds(1));
            return "not timed out";
        }
        catch (TaskCanceledException)
        {
            context.SetCustomStatus("timed out");
        }

        return await context.WaitForExternalEvent<string>("Word");
    }

    /// <summary>Waits for either of two events, then for the other.</summary>
    [Function(nameof(EitherThenOther))]
    public static async Task<string> EitherThenOther([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var paid = context.WaitForExternalEvent<string>("Paid");
        var cancelled = context.WaitForExternalEvent<string>("Cancelled");
        context.SetCustomStatus("waiting");
        var first = await Task.WhenAny(paid, cancelled);
        context.SetCustomStatus(first == paid ? "paid" : "cancelled");
        var other = first == paid ? cancelled : paid;
        return $"{await first} {await other}";
    }

    [Function(nameof(ReadsANumber))]
    public static async Task<string> ReadsANumber([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("waiting");
        var number = await context.WaitForExternalEvent<int?>("Number");
        return number?.ToString(CultureInfo.InvariantCulture) ?? "null";
    }

    [Function(nameof(TakesEventsWhileBusy))]
    public static async Task<string> TakesEventsWhileBusy([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var words = "";
        context.SetCustomStatus("waiting");
        for (var i = 0; i < 3; i++)
        {
            words += await context.WaitForExternalEvent<string>("Word");
            words += await context.CallActivityAsync<int>(nameof(ActivityStories.Double), i);
            context.SetCustomStatus(words);
        }

        return words;
    }

    /// <summary>Starts a child, tells it something and hears from it.</summary>
    [Function(nameof(TalksWithChild))]
    public static async Task<string> TalksWithChild([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var childId = context.InstanceId + "-child";
        var child = context.CallSubOrchestratorAsync<string>(
            nameof(ChildWhoTalks),
            options: new SubOrchestrationOptions(instanceId: childId)
        );
        await context.WaitForExternalEvent<string>("Here");
        context.SendEvent(childId, "Question", "how are you");
        var answer = await context.WaitForExternalEvent<string>("Answer");
        return $"{answer} {await child}";
    }

    [Function(nameof(ChildWhoTalks))]
    public static async Task<string> ChildWhoTalks([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SendEvent(context.Parent!.InstanceId, "Here", "child");
        var question = await context.WaitForExternalEvent<string>("Question");
        context.SendEvent(context.Parent.InstanceId, "Answer", $"well, you asked {question}");
        await context.WaitForExternalEvent<string>("Leave");
        return "left";
    }

    /// <summary>Sends to an instance that is not there, and goes on.</summary>
    [Function(nameof(TellsNobody))]
    public static async Task<string> TellsNobody([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SendEvent(context.InstanceId + "-nobody", "Word", "lost");
        return await context.CallActivityAsync<string>(nameof(ActivityStories.Say), "sent");
    }
}
