using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;
using static Runtime.Tests.Storage.Samples;

namespace Runtime.Tests.Storage;

public abstract partial class HubStoreSuite
{
    [Fact]
    public async Task Checkpoint_of_every_event_kind_comes_back_as_it_was()
    {
        var start = Start("order-1") with
        {
            Parent = new("Parent", "2", "parent/1", NewId(), 7),
            Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["shop"] = "zh" },
            ScheduledStartTime = Noon.AddHours(1),
            TraceParent = "00-trace-01",
            Version = "3",
        };
        await Store.CreateInstanceAsync(start, NoStatus, Cancellation);
        var events = AllEvents(start);

        await WriteAsync(await LoadAsync("order-1"), events, Row(start));

        AssertSameAll(events, (await LoadAsync("order-1", Open())).History);
    }

    [Fact]
    public async Task Checkpoint_appends_under_its_token_and_returns_the_next()
    {
        var state = await CreateAsync("order-1");
        var token = await WriteAsync(state, [new OrchestratorStarted(Noon), state.Start, .. Tasks(1)]);
        for (var i = 0; i < 5; i++)
        {
            token = await Store.CheckpointAsync(
                new()
                {
                    InstanceId = "order-1",
                    ExecutionId = state.Start.ExecutionId,
                    Token = token,
                    Position = 3 + (2 * i),
                    NewEvents = [new TaskCompleted(Noon, i, $"{i}"), .. Tasks(1, from: i + 1)],
                },
                Cancellation);
        }

        var stored = await LoadAsync("order-1");
        Assert.Equal(13, stored.History.Count);
        Assert.Equal(["0", "1", "2", "3", "4"], stored.History.OfType<TaskCompleted>().Select(e => e.Result!));
        Assert.Equal(OrchestrationStatus.Pending, stored.Row.Status);
    }

    [Fact]
    public async Task Checkpoint_from_an_older_state_is_refused_and_changes_nothing()
    {
        var state = await CreateAsync("order-1");
        await WriteAsync(state, [new OrchestratorStarted(Noon), state.Start, .. Tasks(1)], Row(state.Start));
        var message = await Store.AppendInboxAsync("order-1", "d", new EventRaised(Noon, "Paid", "1"), Cancellation);
        var second = await LoadAsync("order-1");
        await WriteAsync(second, [new TaskCompleted(Noon, 0, "\"winner\"")]);

        await Assert.ThrowsAsync<CheckpointConflictException>(() =>
            WriteAsync(second, [new TaskCompleted(Noon, 0, "\"loser\""), .. Tasks(150, from: 1)], Row(second.Start, OrchestrationStatus.Completed), [message]));
        await Assert.ThrowsAsync<CheckpointConflictException>(() => WriteAsync(state, [new OrchestratorStarted(Noon), state.Start]));

        var stored = await LoadAsync("order-1");
        Assert.Equal("\"winner\"", Assert.Single(stored.History.OfType<TaskCompleted>()).Result);
        Assert.Equal(4, stored.History.Count);
        Assert.Equal(OrchestrationStatus.Running, stored.Row.Status);
        Assert.Single(stored.Inbox);
    }

    [Fact]
    public async Task Checkpoint_repeated_is_stored_once_and_answers_the_present_token()
    {
        var state = await CreateAsync("order-1");
        var step = Step(state, [new OrchestratorStarted(Noon), state.Start, .. Tasks(120)], Row(state.Start));

        await Store.CheckpointAsync(step, Cancellation);
        var token = await Store.CheckpointAsync(step, Cancellation);

        var stored = await LoadAsync("order-1");
        Assert.Equal(122, stored.History.Count);
        await WriteAsync(stored with { Token = token }, [new TaskCompleted(Noon, 0, "1")]);
    }

    [Fact]
    public async Task Checkpoint_removes_what_it_consumed_and_nothing_else()
    {
        await CreateAsync("order-1");
        for (var i = 0; i < 5; i++)
            await Store.AppendInboxAsync("order-1", $"d{i}", new EventRaised(Noon, "Paid", $"{i}"), Cancellation);
        var state = await LoadAsync("order-1");

        await WriteAsync(state, [new OrchestratorStarted(Noon), state.Start, state.Inbox[1].Event, state.Inbox[3].Event], Row(state.Start), [state.Inbox[1], state.Inbox[3]]);

        Assert.Equal(["d0", "d2", "d4"], (await LoadAsync("order-1")).Inbox.Select(m => m.DedupeId));
        Assert.Equal(["d0", "d2", "d4"], (await LoadAsync("order-1", Open())).Inbox.Select(m => m.DedupeId));
    }

    [Fact]
    public async Task Checkpoint_row_is_what_queries_and_tools_see()
    {
        var state = await CreateAsync("order-1");
        var row = Row(state.Start) with { CustomStatus = "{\"stage\":\"审核\"}" };
        await WriteAsync(state, [new OrchestratorStarted(Noon), state.Start], row);
        AssertSame(row, (await Store.GetRowAsync("order-1", withPayloads: true, Cancellation))!);

        state = await LoadAsync("order-1");
        row = row with { Status = OrchestrationStatus.Completed, Output = "\"out\"", CompletedTime = Noon.AddMinutes(1), LastUpdatedTime = Noon.AddMinutes(1) };
        await WriteAsync(state, [new ExecutionCompleted(0, Noon.AddMinutes(1), OrchestrationStatus.Completed, "\"out\"", Failure: null)], row);

        AssertSame(row, (await Store.GetRowAsync("order-1", withPayloads: true, Cancellation))!);
        AssertSame(row with { Input = null, Output = null, CustomStatus = null }, (await Store.GetRowAsync("order-1", withPayloads: false, Cancellation))!);
        AssertSame(row, (await LoadAsync("order-1")).Row);
    }

    [Fact]
    public async Task Checkpoint_of_a_failure_keeps_its_details_in_the_row()
    {
        var state = await CreateAsync("order-1");
        var row = Row(state.Start, OrchestrationStatus.Failed) with { Failure = Failure(), Output = Failure().ToString(), CompletedTime = Noon };
        await WriteAsync(state, [new OrchestratorStarted(Noon), state.Start, new ExecutionCompleted(0, Noon, OrchestrationStatus.Failed, Result: null, Failure())], row);

        AssertSame(row, (await Store.GetRowAsync("order-1", withPayloads: true, Cancellation))!);
    }

    [Theory]
    [InlineData(98)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task Checkpoint_of_many_events_is_whole(int count)
    {
        var state = await CreateAsync("order-1");
        await WriteAsync(state, Tasks(count), Row(state.Start));
        state = await LoadAsync("order-1");
        AssertSameAll(Tasks(count), state.History);

        await WriteAsync(state, [new TaskCompleted(Noon, 0, "1")]);
        Assert.Equal(count + 1, (await LoadAsync("order-1")).History.Count);
    }

    [Theory]
    [InlineData(3, 2, 1)]
    [InlineData(120, 3, 2)]
    [InlineData(3, 150, 2)]
    [InlineData(150, 130, 120)]
    public async Task ContinueAsNew_replaces_the_history_of_the_former_execution(int first, int second, int third)
    {
        var state = await CreateAsync("order-1", new string('x', 40_000));
        await WriteAsync(state, [new OrchestratorStarted(Noon), state.Start, .. Tasks(first)], Row(state.Start));
        foreach (var count in new[] { second, third })
        {
            state = await LoadAsync("order-1");
            var next = state.Start with { ExecutionId = NewId(), Input = $"\"{count}\"", Timestamp = Noon.AddDays(1) };
            await Store.CheckpointAsync(
                Step(state with { Start = next, History = [] }, [new OrchestratorStarted(Noon), next, .. Tasks(count)], Row(next)) with { IsNewExecution = true },
                Cancellation);

            var stored = await LoadAsync("order-1", Open());
            AssertSameAll([new OrchestratorStarted(Noon), next, .. Tasks(count)], stored.History);
            AssertSame(Row(next), stored.Row);
            AssertSame(next, stored.Start);
            await WriteAsync(stored, [new TaskCompleted(Noon, 0, "1")]);
        }
        Assert.Equal(third + 3, (await LoadAsync("order-1")).History.Count);
    }

    [Fact]
    public async Task ContinueAsNew_does_not_deliver_a_consumed_message_again()
    {
        await CreateAsync("order-1");
        await Store.AppendInboxAsync("order-1", "d", new EventRaised(Noon, "Paid", "1"), Cancellation);
        var state = await LoadAsync("order-1");
        var token = await WriteAsync(state, [new OrchestratorStarted(Noon), state.Start, state.Inbox[0].Event], Row(state.Start), state.Inbox);
        var next = state.Start with { ExecutionId = NewId() };
        await Store.CheckpointAsync(Step(state with { Start = next, Token = token }, [new OrchestratorStarted(Noon), next], Row(next)) with { IsNewExecution = true }, Cancellation);

        Assert.Empty((await LoadAsync("order-1", Open())).Inbox);
    }

    [Theory]
    [InlineData(44 * 1024)]
    [InlineData(60 * 1024)]
    [InlineData(100 * 1024)]
    [InlineData(300 * 1024)]
    [InlineData(3 * 1024 * 1024)]
    public async Task Payload_of_any_size_is_kept_in_every_field(int characters)
    {
        // Quotes and Chinese text are what grows most on its way into JSON.
        var payload = string.Concat(Enumerable.Repeat("\"价\" ", (characters / 4) + 1))[..characters];
        var state = await CreateAsync("order-1", payload);
        Assert.Equal(payload, (await LoadAsync("order-1")).Start.Input);
        await Store.AppendInboxAsync("order-1", "d", new EventRaised(Noon, "Paid", payload), Cancellation);
        state = await LoadAsync("order-1");
        HistoryEvent[] events =
        [
            new OrchestratorStarted(Noon), state.Start, new TaskScheduled(0, Noon, "Work", Version: null, payload, Tags: null, TraceParent: null), state.Inbox[0].Event,
            new TaskCompleted(Noon, 0, payload), new TaskFailed(Noon, 1, Failure(payload)),
            new ExecutionCompleted(2, Noon, OrchestrationStatus.Completed, payload, Failure: null),
        ];
        var row = Row(state.Start, OrchestrationStatus.Completed) with { Output = payload, CustomStatus = payload, CompletedTime = Noon };

        await WriteAsync(state, events, row, state.Inbox);

        var stored = await LoadAsync("order-1", Open());
        AssertSameAll(events, stored.History);
        AssertSame(row, stored.Row);
        AssertSame(row, (await Store.GetRowAsync("order-1", withPayloads: true, Cancellation))!);
        AssertSame(row, Assert.Single((await Store.QueryAsync(new(WithPayloads: true), Cancellation)).Rows));
        Assert.Empty(stored.Inbox);
    }
}
