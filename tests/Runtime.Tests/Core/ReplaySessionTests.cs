using LocalRuntime.DurableTask.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;

namespace Runtime.Tests.Core;

/// <summary>The replay core by itself: events in, decisions out.</summary>
public sealed class ReplaySessionTests
{
    private static readonly DateTime Noon = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Start_decides_what_the_code_calls_first()
    {
        var result = Run(context => Task.WhenAll(context.CallActivityAsync("A", 1), context.CreateTimer(Noon.AddHours(1), default), context.CallSubOrchestratorAsync("C")), [], Turn(0, Started()));

        Assert.Null(result.Completion);
        Assert.Equal(
            ["TaskScheduled 0", "TimerCreated 1", "SubOrchestrationInstanceCreated 2"],
            result.Decisions.Select(decision => $"{decision.GetType().Name} {decision.EventId}"));
        Assert.Equal("[1]", ((TaskScheduled)result.Decisions[0]).Input);
    }

    [Fact]
    public void Names_in_the_history_match_without_regard_to_case()
    {
        var result = Run(
            async context => await context.CallActivityAsync("RESERVE"),
            [.. Turn(0, Started(), Scheduled(0, "reserve")), Done],
            Turn(1, new TaskCompleted(Noon, 0, null)));

        Assert.Equal(OrchestrationStatus.Completed, result.Completion!.Status);
    }

    [Fact]
    public void Renamed_reordered_removed_and_added_calls_are_named_as_non_determinism()
    {
        HistoryEvent[] history = [.. Turn(0, Started(), Scheduled(0, "A"), new TimerCreated(1, Noon, Noon.AddHours(1))), Done];

        AssertFails(context => Task.WhenAll(context.CallActivityAsync("B"), context.CreateTimer(Noon.AddHours(1), default)), "TaskScheduled 'A' #0", "TaskScheduled 'B' #0");
        AssertFails(context => Task.WhenAll(context.CreateTimer(Noon.AddHours(1), default), context.CallActivityAsync("A")), "TaskScheduled 'A' #0", "TimerCreated #0");
        AssertFails(context => context.CallActivityAsync("A"), "TimerCreated #1");
        AssertFails(context => Task.WhenAll(context.CallActivityAsync("A"), context.CreateTimer(Noon.AddHours(1), default), context.CallActivityAsync("C")), "TaskScheduled 'C' #2");
        AssertFails(_ => Task.CompletedTask, "TaskScheduled 'A' #0");

        void AssertFails(Func<TaskOrchestrationContext, Task> code, params string[] names)
        {
            var failure = Run(code, history, Turn(1, new TaskCompleted(Noon, 0, null))).Completion!.Failure!;
            Assert.EndsWith(nameof(NonDeterministicOrchestrationException), failure.ErrorType, StringComparison.Ordinal);
            Assert.All(names, name => Assert.Contains(name, failure.ErrorMessage, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Repeated_and_unknown_results_are_ignored()
    {
        var result = Run(
            async context => $"{await context.CallActivityAsync<int>("A")} {await context.CallActivityAsync<int>("B")}",
            [.. Turn(0, Started(), Scheduled(0, "A")), Done, .. Turn(1, new TaskCompleted(Noon, 0, "1"), new TaskCompleted(Noon, 0, "7"), Scheduled(1, "B")), Done],
            Turn(2, new TaskCompleted(Noon, 0, "8"), new TaskCompleted(Noon, 99, "9"), new TimerFired(Noon, 1, Noon), new TaskCompleted(Noon, 1, "2")));

        Assert.Equal("\"1 2\"", result.Completion!.Result);
    }

    [Fact]
    public void Live_session_and_replayed_one_decide_the_same()
    {
        static async Task<string> Code(TaskOrchestrationContext context)
        {
            var id = context.NewGuid();
            var word = await context.WaitForExternalEvent<string>("Word", TimeSpan.FromHours(1));
            var later = await context.CallActivityAsync<string>("Say", word);
            return $"{id} {context.NewGuid()} {later} {context.CurrentUtcDateTime:HH:mm}";
        }

        HistoryEvent[] first = Turn(0, Started());
        HistoryEvent[] second = Turn(1, new EventRaised(Noon, "word", "\"hi\""));
        HistoryEvent[] third = Turn(2, new TaskCompleted(Noon, 1, "\"said\""));
        var live = Session(Code);
        HistoryEvent[] history = [.. first, .. live.Execute([], first).Decisions, Done, .. second, .. live.Execute([], second).Decisions, Done];

        var fromLive = live.Execute([], third).Completion!;
        var fromReplay = Run(Code, history, third).Completion!;

        Assert.Equal(OrchestrationStatus.Completed, fromLive.Status);
        Assert.Equal(fromLive, fromReplay);
        Assert.EndsWith("said 12:02\"", fromLive.Result, StringComparison.Ordinal);
    }

    [Fact]
    public void Suspended_code_sees_held_events_in_order_when_resumed()
    {
        var session = Session(async context => $"{await context.WaitForExternalEvent<int>("N")}{await context.WaitForExternalEvent<int>("N")}");
        session.Execute([], Turn(0, Started(), new ExecutionSuspended(Noon, null)));

        Assert.Null(session.Execute([], Turn(1, new EventRaised(Noon, "N", "1"), new ExecutionSuspended(Noon, null), new EventRaised(Noon, "N", "2"))).Completion);
        Assert.True(session.IsSuspended);
        Assert.Equal("\"12\"", session.Execute([], Turn(2, new ExecutionResumed(Noon, null))).Completion!.Result);
    }

    [Fact]
    public void Retry_takes_the_ids_that_the_official_engine_takes()
    {
        var session = Session(async context =>
        {
            try
            {
                await context.CallActivityAsync("A", TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromSeconds(5))));
            }
            catch (TaskFailedException)
            {
                await context.CallActivityAsync("Next");
            }
        });
        var failure = new TaskFailureDetails("E", "m", null, null, null);
        var decisions = session.Execute([], Turn(0, Started())).Decisions
            .Concat(session.Execute([], Turn(1, new TaskFailed(Noon, 0, failure))).Decisions)
            .Concat(session.Execute([], Turn(2, new TimerFired(Noon, 1, Noon))).Decisions)
            .Concat(session.Execute([], Turn(3, new TaskFailed(Noon, 2, failure))).Decisions)
            .Concat(session.Execute([], Turn(4, new TimerFired(Noon, 3, Noon))).Decisions)
            .ToArray();

        Assert.Equal(["TaskScheduled", "TimerCreated", "TaskScheduled", "TimerCreated", "TaskScheduled"], decisions.Select(decision => decision.GetType().Name));
        Assert.Equal(Noon.AddMinutes(1).AddSeconds(5), ((TimerCreated)decisions[1]).FireAt);
        Assert.Equal(Noon.AddMinutes(3), ((TimerCreated)decisions[3]).FireAt);
    }

    [Fact]
    public void Yield_and_completed_tasks_are_no_foreign_waits()
    {
        var result = Run(
            async context =>
            {
                await Task.Yield();
                await Task.CompletedTask;
                await context.CallActivityAsync("A");
            },
            [],
            Turn(0, Started()));

        Assert.Null(result.Completion);
        Assert.Single(result.Decisions);
    }

    private static TurnResult Run(Func<TaskOrchestrationContext, Task> code, HistoryEvent[] past, HistoryEvent[] news) =>
        Run<object?>(
            async context =>
            {
                await code(context);
                return null;
            },
            past,
            news);

    private static TurnResult Run<T>(Func<TaskOrchestrationContext, Task<T>> code, HistoryEvent[] past, HistoryEvent[] news) => Session(code).Execute(past, news);

    private static ReplaySession Session(Func<TaskOrchestrationContext, Task> code) => Session<object?>(async context =>
    {
        await code(context);
        return null;
    });

    private static ReplaySession Session<T>(Func<TaskOrchestrationContext, Task<T>> code) => new(new ReplaySettings
    {
        CreateOrchestrator = (_, _) => FuncTaskOrchestrator.Create<object?, T>((context, _) => code(context)),
        DataConverter = JsonDataConverter.Default,
        LoggerFactory = NullLoggerFactory.Instance,
    });

    private static OrchestratorCompleted Done => new(Noon);

    private static HistoryEvent[] Turn(int minute, params HistoryEvent[] events) => [new OrchestratorStarted(Noon.AddMinutes(minute)), .. events];

    private static ExecutionStarted Started() => new(Noon, "order-1", "e", "Story", null, null, null, null, null, null);

    private static TaskScheduled Scheduled(int id, string name) => new(id, Noon, name, null, null, null, null);
}
