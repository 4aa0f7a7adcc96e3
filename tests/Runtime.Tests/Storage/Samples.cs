using System.Text.Json;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;
using Microsoft.DurableTask;

namespace Runtime.Tests.Storage;

/// <summary>Starts, events and steps to store.</summary>
internal static class Samples
{
    public static readonly DateTime Noon = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);

    public static readonly IReadOnlySet<OrchestrationStatus> NoStatus = new HashSet<OrchestrationStatus>();

    public static readonly IReadOnlySet<OrchestrationStatus> Finished = new HashSet<OrchestrationStatus>
    {
        OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated, OrchestrationStatus.Canceled,
    };

    public static string NewId() => Guid.NewGuid().ToString("N");

    public static ExecutionStarted Start(string id, string? input = "\"in\"", DateTime? at = null) =>
        new(at ?? Noon, id, NewId(), "Sequence", Version: null, input, Parent: null, Tags: null, ScheduledStartTime: null, TraceParent: null);

    public static TaskFailureDetails Failure(string message = "no stock") => new(
        "System.InvalidOperationException",
        message,
        "at Somewhere",
        new("System.IO.IOException", "disk", StackTrace: null, InnerFailure: null, Properties: null),
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["sku"] = "HW-1", ["left"] = 3L, ["gift"] = true, ["none"] = null });

    /// <summary>One of each kind, every member set.</summary>
    public static IReadOnlyList<HistoryEvent> AllEvents(ExecutionStarted start) =>
    [
        new OrchestratorStarted(Noon.AddTicks(1)),
        start,
        new TaskScheduled(0, Noon.AddTicks(2), "Reserve", "1.2", "[\"x\"]", new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "1" }, "00-aa-bb-01"),
        new TaskCompleted(Noon.AddTicks(3), 0, "\"one\""),
        new TaskFailed(Noon.AddTicks(4), 1, Failure()),
        new SubOrchestrationInstanceCreated(2, Noon, "Shipment", "2.0", "child/1", "{\"p\":1}", new Dictionary<string, string>(StringComparer.Ordinal) { ["b"] = "2" }),
        new SubOrchestrationInstanceCompleted(Noon, 2, "2"),
        new SubOrchestrationInstanceFailed(Noon, 3, Failure()),
        new TimerCreated(4, Noon, Noon.AddDays(30)),
        new TimerFired(Noon, 4, Noon.AddDays(30)),
        new EventSent(5, Noon, "other#1", "Paid", "true"),
        new EventRaised(Noon, "Paid", Input: null) { MessageId = "message/1" },
        new ExecutionSuspended(Noon, "holiday"),
        new ExecutionResumed(Noon, Reason: null),
        new ExecutionTerminated(Noon, "enough", Recursive: true),
        new GenericEvent(-1, Noon, "Rewound: TaskFailed"),
        new OrchestratorCompleted(Noon.AddTicks(5)),
        new ExecutionCompleted(6, Noon, OrchestrationStatus.Failed, Result: null, Failure()),
        new ExecutionCompleted(7, Noon, OrchestrationStatus.Completed, "\"done\"", Failure: null),
    ];

    public static InstanceRow Row(ExecutionStarted start, OrchestrationStatus status = OrchestrationStatus.Running) => new()
    {
        InstanceId = start.InstanceId,
        ExecutionId = start.ExecutionId,
        Name = start.Name,
        Version = start.Version,
        Input = start.Input,
        Status = status,
        CreatedTime = start.Timestamp,
        LastUpdatedTime = Noon.AddSeconds(1),
        Tags = start.Tags,
        ScheduledStartTime = start.ScheduledStartTime,
    };

    public static IReadOnlyList<HistoryEvent> Tasks(int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(i => new TaskScheduled(i, Noon, "Work", Version: null, $"[{i}]", Tags: null, TraceParent: null))];

    /// <summary>Records compare dictionaries by reference; what they say is what counts here.</summary>
    public static void AssertSameAll<T>(IEnumerable<T> expected, IEnumerable<T> actual) => Assert.Equal(expected.Select(Text), actual.Select(Text));

    public static void AssertSame<T>(T expected, T actual) => Assert.Equal(Text(expected), Text(actual));

    private static string Text<T>(T value) => value is null ? "null" : value.GetType().Name + JsonSerializer.Serialize<object>(value);
}
