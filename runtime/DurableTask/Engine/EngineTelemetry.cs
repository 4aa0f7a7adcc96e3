using System.Diagnostics;
using System.Diagnostics.Metrics;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>Spans and metrics, with the official names where there are some. Names, ids and outcomes only: never payloads.</summary>
internal static class EngineTelemetry
{
    public const string SourceName = "Microsoft.DurableTask";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly Meter Meter = new(SourceName);
    private static readonly Counter<long> Orchestrations = Meter.CreateCounter<long>("durabletask.orchestrations.finished", "{orchestration}");
    private static readonly Histogram<double> ActivityTime = Meter.CreateHistogram<double>("durabletask.activity.duration", "s");
    private static readonly Histogram<double> StepTime = Meter.CreateHistogram<double>("durabletask.step.duration", "s");
    private static readonly WeakSet<HubEngine> Engines = new();

    static EngineTelemetry()
    {
        Meter.CreateObservableGauge("durabletask.instances.in_memory", () => Engines.All.Sum(engine => engine.InstanceCount), "{instance}");
        Meter.CreateObservableGauge("durabletask.timers", () => Engines.All.Sum(engine => engine.Timers.Count), "{timer}");
        Meter.CreateObservableGauge("durabletask.activities.queued", () => Engines.All.Sum(engine => engine.Activities.Reader.Count), "{activity}");
        Meter.CreateObservableGauge("durabletask.orchestrations.ready", () => Engines.All.Sum(engine => engine.Ready.Reader.Count), "{orchestration}");
    }

    public static void Observe(HubEngine engine) => Engines.Add(engine);

    public static Activity? StartCreation(string name, string instanceId)
    {
        var span = Source.StartActivity($"create_orchestration:{name}", ActivityKind.Producer);
        span?.SetTag("durabletask.type", "orchestration").SetTag("durabletask.task.name", name).SetTag("durabletask.task.instance_id", instanceId);
        return span;
    }

    public static Activity? StartActivity(ActivityWork work)
    {
        var scheduled = work.Scheduled;
        var span = ActivityContext.TryParse(scheduled.TraceParent, null, out var parent)
            ? Source.StartActivity($"activity:{scheduled.Name}", ActivityKind.Server, parent)
            : Source.StartActivity($"activity:{scheduled.Name}", ActivityKind.Server);
        span?.SetTag("durabletask.type", "activity").SetTag("durabletask.task.name", scheduled.Name)
            .SetTag("durabletask.task.instance_id", work.InstanceId).SetTag("durabletask.task.task_id", scheduled.EventId);
        return span;
    }

    public static void ActivityRan(string name, bool failed, TimeSpan took) =>
        ActivityTime.Record(took.TotalSeconds, new KeyValuePair<string, object?>("name", name), new KeyValuePair<string, object?>("failed", failed));

    public static void Stepped(TimeSpan took) => StepTime.Record(took.TotalSeconds);

    public static void Finished(ExecutionStarted start, InstanceRow row)
    {
        Orchestrations.Add(1, new KeyValuePair<string, object?>("name", row.Name), new KeyValuePair<string, object?>("status", row.Status.ToString()));
        var parent = ActivityContext.TryParse(start.TraceParent, null, out var context) ? context : default;
        using var span = Source.StartActivity($"orchestration:{row.Name}", ActivityKind.Server, parent, startTime: new DateTimeOffset(DateTime.SpecifyKind(row.CreatedTime, DateTimeKind.Utc)));
        span?.SetTag("durabletask.type", "orchestration").SetTag("durabletask.task.name", row.Name)
            .SetTag("durabletask.task.instance_id", row.InstanceId).SetTag("durabletask.task.status", row.Status.ToString());
        if (row.Status == OrchestrationStatus.Failed)
            span?.SetStatus(ActivityStatusCode.Error, row.Failure?.ErrorType);
    }

    /// <summary>Engines come and go in tests; a gauge must not keep them.</summary>
    private sealed class WeakSet<T>
        where T : class
    {
        private readonly System.Runtime.CompilerServices.ConditionalWeakTable<T, object> _table = [];

        public IEnumerable<T> All => _table.Select(entry => entry.Key);

        public void Add(T item) => _table.Add(item, item);
    }
}
