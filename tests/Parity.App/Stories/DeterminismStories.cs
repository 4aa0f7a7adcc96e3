using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Parity.App.Stories;

/// <summary>What replay keeps the same, and what happens when code does not.</summary>
public static class DeterminismStories
{
    private static readonly ConcurrentDictionary<string, int> Episodes = new(StringComparer.Ordinal);

    /// <summary>Asks for GUIDs and the time before and after what ends an episode: replay gives the same ones again.</summary>
    [Function(nameof(GuidsAndTime))]
    public static async Task<string> GuidsAndTime([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var first = context.NewGuid();
        var second = context.NewGuid();
        var begun = context.CurrentUtcDateTime;
        var firstThen = await context.CallActivityAsync<string>(nameof(ActivityStories.Say), first.ToString());
        var begunThen = await context.CallActivityAsync<string>(
            nameof(ActivityStories.Say),
            begun.ToString("O", CultureInfo.InvariantCulture)
        );
        var third = context.NewGuid();
        await context.CreateTimer(context.CurrentUtcDateTime.AddSeconds(1), CancellationToken.None);
        var isSame = firstThen == first.ToString() && begunThen == begun.ToString("O", CultureInfo.InvariantCulture);
        var isDistinct = new HashSet<Guid> { first, second, third, context.NewGuid() }.Count == 4;
        return $"{(isSame ? "same" : "changed")} {(isDistinct ? "distinct" : "repeated")} {begun.Kind} "
            + $"{(context.CurrentUtcDateTime > begun ? "later" : "no later")}";
    }

    /// <summary>Logs at each step: each line once, however often it is replayed.</summary>
    [Function(nameof(LogsAtEachStep))]
    public static async Task<string> LogsAtEachStep([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var log = context.CreateReplaySafeLogger(context.InstanceId);
        log.LogWarning("one");
        await context.CallActivityAsync(nameof(ActivityStories.DoNothing));
        log.LogWarning("two");
        await context.CallActivityAsync(nameof(ActivityStories.DoNothing));
        log.LogWarning("three");
        return await context.CallActivityAsync<string>(nameof(ReadLog), context.InstanceId);
    }

    /// <summary>
    /// Calls one activity at first and another when replayed, as code does that was changed under a running orchestration.
    /// </summary>
    [Function(nameof(ChangesItsMind))]
    public static async Task<string> ChangesItsMind([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var episode = Episodes.AddOrUpdate(context.InstanceId, 1, static (_, count) => count + 1);
        return episode == 1
            ? await context.CallActivityAsync<string>(nameof(ActivityStories.Say), "first")
            : $"{await context.CallActivityAsync<int>(nameof(ActivityStories.Double), 1)}";
    }

    /// <summary>Makes one call less when replayed.</summary>
    [Function(nameof(LeavesACallOut))]
    public static async Task<string> LeavesACallOut([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var episode = Episodes.AddOrUpdate(context.InstanceId, 1, static (_, count) => count + 1);
        if (episode == 1)
            await context.CallActivityAsync<string>(nameof(ActivityStories.Say), "first");
        return "at once";
    }

    /// <summary>Reads and writes numbers and dates under whatever culture the process has.</summary>
    [Function(nameof(CultureAndPayloads))]
    public static async Task<string> CultureAndPayloads([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var parcel = context.GetInput<Parcel>()!;
        var weighed = await context.CallActivityAsync<Parcel>(nameof(ActivityStories.Weigh), parcel);
        var price = await context.WaitForExternalEvent<decimal>("Price");
        context.SetCustomStatus(price);
        return string.Create(CultureInfo.InvariantCulture, $"{weighed.Kilograms} {weighed.At:O} {weighed.Note} {weighed.To} {price}");
    }
}

/// <summary>What an orchestration has logged in this process.</summary>
public sealed class ReadLog(LogBook book)
{
    [Function(nameof(ReadLog))]
    public string Run([ActivityTrigger] string category) => string.Join(' ', book.Read(category));
}
