using System.Text.Json.Nodes;
using LocalRuntime.DurableTask.Core;

namespace LocalRuntime.Functions.Management;

/// <summary>A history for people: each task once, with its name and both its times; the engine's own marks left out.</summary>
internal static class HistoryView
{
    public static JsonArray Of(IReadOnlyList<HistoryEvent> history, bool showOutput)
    {
        var scheduled = history.Where(entry => entry is TaskScheduled or SubOrchestrationInstanceCreated).ToDictionary(entry => entry.EventId);
        var ended = history.Select(TaskOf).OfType<int>().ToHashSet();
        var timers = history.OfType<TimerFired>().Select(fired => fired.TimerId).ToHashSet();
        var view = new JsonArray();
        foreach (var entry in history)
        {
            var hidden = entry is OrchestratorStarted or OrchestratorCompleted
                || (entry is TaskScheduled or SubOrchestrationInstanceCreated && ended.Contains(entry.EventId))
                || (entry is TimerCreated && timers.Contains(entry.EventId));
            if (!hidden)
                view.Add(View(entry, scheduled, showOutput));
        }

        return view;
    }

    private static int? TaskOf(HistoryEvent entry) => entry switch
    {
        TaskCompleted task => task.TaskScheduledId,
        TaskFailed task => task.TaskScheduledId,
        SubOrchestrationInstanceCompleted child => child.TaskScheduledId,
        SubOrchestrationInstanceFailed child => child.TaskScheduledId,
        _ => null,
    };

    private static JsonObject View(HistoryEvent entry, Dictionary<int, HistoryEvent> scheduled, bool showOutput)
    {
        var view = new JsonObject { ["EventType"] = entry.GetType().Name, ["Timestamp"] = entry.Timestamp };
        if (TaskOf(entry) is { } task && scheduled.TryGetValue(task, out var start))
        {
            view["FunctionName"] = start is TaskScheduled activity ? activity.Name : ((SubOrchestrationInstanceCreated)start).Name;
            view["ScheduledTime"] = start.Timestamp;
        }

        switch (entry)
        {
            case ExecutionStarted started:
                view["FunctionName"] = started.Name;
                break;
            case ExecutionCompleted completed:
                view["OrchestrationStatus"] = completed.Status.ToString();
                if (showOutput)
                    view["Result"] = StatusView.Json(completed.Result);
                Fail(view, completed.Failure);
                break;
            case TaskScheduled or SubOrchestrationInstanceCreated:
                view["Name"] = entry is TaskScheduled waiting ? waiting.Name : ((SubOrchestrationInstanceCreated)entry).Name;
                break;
            case TaskCompleted completed when showOutput:
                view["Result"] = StatusView.Json(completed.Result);
                break;
            case SubOrchestrationInstanceCompleted completed when showOutput:
                view["Result"] = StatusView.Json(completed.Result);
                break;
            case TaskFailed failed:
                Fail(view, failed.Failure);
                break;
            case SubOrchestrationInstanceFailed failed:
                Fail(view, failed.Failure);
                break;
            case TimerCreated timer:
                view["FireAt"] = timer.FireAt;
                break;
            case TimerFired timer:
                view["FireAt"] = timer.FireAt;
                break;
            case EventRaised raised:
                view["Name"] = raised.Name;
                if (showOutput)
                    view["Input"] = StatusView.Json(raised.Input);
                break;
            case EventSent sent:
                view["Name"] = sent.Name;
                view["InstanceId"] = sent.InstanceId;
                break;
            case ExecutionSuspended suspended:
                view["Reason"] = suspended.Reason;
                break;
            case ExecutionResumed resumed:
                view["Reason"] = resumed.Reason;
                break;
        }

        return view;
    }

    private static void Fail(JsonObject view, Microsoft.DurableTask.TaskFailureDetails? failure)
    {
        if (failure is null)
            return;
        view["Reason"] = failure.ErrorMessage;
        view["FailureDetails"] = new JsonObject { ["ErrorType"] = failure.ErrorType, ["ErrorMessage"] = failure.ErrorMessage };
    }
}
