using System.Text.Json;
using DurableTask.Core;
using DurableTask.Core.History;

namespace Durable.Testing.Hub;

/// <summary>One run of an activity: from the message that asks for it to the message that tells its result.</summary>
internal sealed class ActivityEpisode(HubProcess process, HubMessage message)
{
    private readonly TaskScheduledEvent _scheduled = (TaskScheduledEvent)message.Event;

    public async Task RunAsync()
    {
        var run = new HubCall(HubVerb.Activity, message.InstanceId, [_scheduled]);
        await process.BeforeAsync(run);
        var result = await ResultAsync();
        await process.AfterAsync(run);
        result.Timestamp = process.Now.UtcDateTime;
        await process.CallAsync(
            new HubCall(HubVerb.ActivityResult, message.InstanceId, [result]),
            fate =>
            {
                if (fate == HubFate.Lost)
                {
                    process.Forget(message);
                    return;
                }

                process.Send(new Outgoing(message.InstanceId, message.ExecutionId, result, process.Now), fate);
                process.Delete(message);
            }
        );
    }

    private async Task<HistoryEvent> ResultAsync()
    {
        var name = _scheduled.Name!;
        if (process.Functions.FindActivity(name) is not { } function)
            return new TaskFailedEvent(-1, _scheduled.EventId, process.Functions.NoActivity(name), details: null);
        try
        {
            var input = InputOf(name, function.InputType);
            var services = process.Services;
            var output = process.Options.AroundActivity is { } around
                ? await around(new ActivityRun(name, message.InstanceId, input, services), () => function.RunAsync(services, input))
                : await function.RunAsync(services, input);
            return new TaskCompletedEvent(-1, _scheduled.EventId, process.Replay.Converter.Serialize(output));
        }
        catch (Exception e) when (e is not HubUnavailableException)
        {
            return new TaskFailedEvent(-1, _scheduled.EventId, reason: null, details: null, FailureOf(e));
        }
    }

    /// <exception cref="InvalidOperationException">It is of another type; said as the Functions worker says it.</exception>
    private object? InputOf(string name, Type type)
    {
        try
        {
            return process.Replay.Converter.Deserialize(OneOf(_scheduled.Input), type);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidOperationException(
                $"Failed to deserialize input for activity function '{name}' into type '{type.FullName ?? type.Name}'. Activity "
                    + "inputs must be JSON-serializable values. Pass concrete data transfer objects instead of "
                    + "interfaces or dependency-injected services, and ensure the input matches the target type. The original "
                    + $"error was: {e.Message}",
                e
            );
        }
    }

    /// <summary>On its way the input is an array of one.</summary>
    private static string? OneOf(string? input) => input is ['[', .., ']'] ? input[1..^1] : input;

    /// <summary>As the Functions worker tells an exception; the reason in words gets lost on its way.</summary>
    private static FailureDetails FailureOf(Exception e) =>
        new(
            e.GetType().FullName ?? e.GetType().Name,
            e.Message,
            e.StackTrace,
            e.InnerException is { } inner ? FailureOf(inner) : null,
            isNonRetriable: false
        );
}
