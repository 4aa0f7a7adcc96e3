using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using LocalRuntime.DurableTask.Core;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>An activity to run.</summary>
internal sealed record ActivityWork(string InstanceId, string ExecutionId, TaskScheduled Scheduled);

/// <summary>Runs one activity in its own service scope and posts the outcome to the orchestration, which stores it with the decisions that follow.</summary>
internal sealed class ActivityRunner(HubEngine hub, DurableTaskRegistry registry, IServiceProvider services)
{
    [SuppressMessage("Design", "CA1031", Justification = "Whatever an activity throws is its outcome.")]
    public async Task RunAsync(ActivityWork work, CancellationToken cancellation)
    {
        var scheduled = work.Scheduled;
        using var span = EngineTelemetry.StartActivity(work);
        var begun = Stopwatch.GetTimestamp();
        HistoryEvent outcome;
        try
        {
            outcome = new TaskCompleted(hub.Now, scheduled.EventId, await InvokeAsync(work));
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            return; // The hub is no longer ours: whoever owns it runs the activity again.
        }
        catch (Exception e)
        {
            hub.Logger.LogWarning("Activity {Activity} of {Instance} failed: {ErrorType}: {Message}", scheduled.Name, work.InstanceId, e.GetType().Name, e.Message);
            hub.Logger.LogDebug(e, "Activity {Activity} of {Instance} failed", scheduled.Name, work.InstanceId);
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().FullName);
            outcome = new TaskFailed(hub.Now, scheduled.EventId, TaskFailureDetails.FromException(e));
        }

        EngineTelemetry.ActivityRan(scheduled.Name, outcome is TaskFailed, Stopwatch.GetElapsedTime(begun));
        hub.Post(work.InstanceId, new Mail(outcome, work.ExecutionId));
    }

    private async Task<string?> InvokeAsync(ActivityWork work)
    {
        var scheduled = work.Scheduled;
        var factory = registry.FindActivity(scheduled.Name, scheduled.Version)
            ?? throw new InvalidOperationException($"The function '{scheduled.Name}' doesn't exist, is disabled, or is not an activity function.");
        await using var scope = services.CreateAsyncScope();
        var activity = factory(scope.ServiceProvider);
        var converter = hub.Options.DataConverter;
        var input = converter.Deserialize(Unwrap(scheduled.Input), activity.InputType);
        var result = await activity.RunAsync(new Context(work), input);
        return converter.Serialize(result);
    }

    /// <summary>The one element of the array that an activity's input travels in.</summary>
    private static string? Unwrap(string? data)
    {
        if (string.IsNullOrEmpty(data))
            return null;
        using var array = JsonDocument.Parse(data);
        if (array.RootElement.ValueKind != JsonValueKind.Array)
            return data;
        return array.RootElement.EnumerateArray().Select(element => element.ValueKind == JsonValueKind.Null ? null : element.GetRawText()).FirstOrDefault();
    }

    private sealed class Context(ActivityWork work) : TaskActivityContext
    {
        public override TaskName Name { get; } = work.Scheduled.Name;

        public override string InstanceId => work.InstanceId;

        public override string Version => work.Scheduled.Version ?? string.Empty;
    }
}
