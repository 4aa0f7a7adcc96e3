using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Parity.App.Stories;

/// <summary>Activities: what goes in, what comes out, one after the other and many at once.</summary>
public static class ActivityStories
{
    /// <summary>No function has this name; it is not a constant, so that the analyzer does not see it.</summary>
    private static readonly string Unknown = "NoSuch" + "Activity";

    [Function(nameof(Sequence))]
    public static async Task<IReadOnlyList<int>> Sequence([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var count = context.GetInput<int>();
        var results = new List<int>();
        for (var i = 0; i < count; i++)
            results.Add(await context.CallActivityAsync<int>(nameof(Double), i));
        return results;
    }

    [Function(nameof(FanOut))]
    public static async Task<int> FanOut([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var doubled = await Task.WhenAll(
            Enumerable.Range(1, context.GetInput<int>()).Select(i => context.CallActivityAsync<int>(nameof(Double), i))
        );
        return doubled.Sum();
    }

    [Function(nameof(NothingInNothingOut))]
    public static async Task<string> NothingInNothingOut([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync(nameof(DoNothing));
        var ofNull = await context.CallActivityAsync<string?>(nameof(Say), input: null);
        var given = await context.CallActivityAsync<string?>(nameof(SayNothing), "word");
        return $"{ofNull} {given ?? "null"} {context.GetInput<string?>() ?? "no input"}";
    }

    [Function(nameof(EchoParcel))]
    public static async Task<Parcel> EchoParcel([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var parcel = await context.CallActivityAsync<Parcel>(nameof(Weigh), context.GetInput<Parcel>());
        context.SetCustomStatus(parcel.Size);
        return parcel;
    }

    [Function(nameof(CallsUnknownActivity))]
    public static async Task<string> CallsUnknownActivity([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.CallActivityAsync<string>(Unknown, 1);
        }
        catch (TaskFailedException e)
        {
            return $"{e.TaskName} {e.TaskId} {Failures.Describe(e.FailureDetails)}";
        }
    }

    [Function(nameof(GivesTextForANumber))]
    public static async Task<string> GivesTextForANumber([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var activity = context.GetInput<string>()!;
        try
        {
            return await context.CallActivityAsync<string>(activity, "no number");
        }
        catch (TaskFailedException e)
        {
            return e.FailureDetails.ErrorType;
        }
    }

    [Function(nameof(Double))]
    public static int Double([ActivityTrigger] int number) => number * 2;

    [Function(nameof(DoNothing))]
    public static void DoNothing([ActivityTrigger] object? nothing) => _ = nothing;

    [Function(nameof(Say))]
    public static string Say([ActivityTrigger] string? text) => text ?? "nothing said";

    [Function(nameof(SayNothing))]
    public static string? SayNothing([ActivityTrigger] string text) => text.Length > 100 ? text : null;

    [Function(nameof(Weigh))]
    public static Parcel Weigh([ActivityTrigger] Parcel parcel) =>
        parcel with
        {
            Kilograms = parcel.Kilograms * 2,
            Note = parcel.Kilograms.ToString(CultureInfo.InvariantCulture),
        };
}

public enum ParcelSize
{
    Small,
    Large,
}

/// <summary>
/// A record with what is easily changed on the way: an enum, a decimal, a moment with its offset, null, text of all the world.
/// </summary>
public sealed record Parcel(ParcelSize Size, decimal Kilograms, DateTimeOffset At, string? Note, string To);
