using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;
using static Runtime.Tests.Storage.Samples;

namespace Runtime.Tests.Storage;

/// <summary>What <see cref="IHubStore"/> promises, sentence by sentence, of every store.</summary>
public abstract partial class HubStoreSuite : IAsyncLifetime
{
    private protected IHubStore Store { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Store = Open();
        await Store.EnsureCreatedAsync(Cancellation);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Store is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }

    /// <summary>The hub of this test, as another process would open it.</summary>
    private protected abstract IHubStore Open();

    [Fact]
    public async Task EnsureCreated_repeated_succeeds() => await Store.EnsureCreatedAsync(Cancellation);

    [Fact]
    public async Task Create_of_a_new_id_is_pending_with_everything_the_start_says()
    {
        var start = Start("order-1") with
        {
            Version = "1.4",
            Parent = new("Parent", "2", "parent/1", NewId(), 7),
            Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["shop"] = "zh" },
            ScheduledStartTime = Noon.AddHours(1),
            TraceParent = "00-trace-01",
        };

        var outcome = await Store.CreateInstanceAsync(start, NoStatus, Cancellation);

        Assert.Equal(CreateResult.Created, outcome.Result);
        var state = await LoadAsync("order-1");
        AssertSame(start, state.Start);
        Assert.Empty(state.History);
        Assert.Empty(state.Inbox);
        AssertSame(Row(start, OrchestrationStatus.Pending) with { LastUpdatedTime = start.Timestamp }, state.Row);
        if (outcome.State is { } known)
        {
            AssertSame(state.Row, known.Row);
            await WriteAsync(known, [new OrchestratorStarted(Noon), start]);
        }
    }

    [Fact]
    public async Task Create_of_an_existing_id_is_refused_with_its_status()
    {
        await CreateAsync("order-1");

        var outcome = await Store.CreateInstanceAsync(Start("order-1", "\"other\""), Finished, Cancellation);

        Assert.Equal(new(CreateResult.Exists, OrchestrationStatus.Pending), outcome);
        Assert.Equal("\"in\"", (await LoadAsync("order-1")).Start.Input);
    }

    [Fact]
    public async Task Create_repeated_with_its_execution_id_is_the_same_instance()
    {
        var start = Start("order-1");
        await Store.CreateInstanceAsync(start, NoStatus, Cancellation);
        await WriteAsync(await LoadAsync("order-1"), [new OrchestratorStarted(Noon), start, .. Tasks(1)], Row(start));

        var outcome = await Store.CreateInstanceAsync(start, NoStatus, Cancellation);

        Assert.Equal(CreateResult.Created, outcome.Result);
        Assert.Equal(3, (await LoadAsync("order-1")).History.Count);
    }

    [Fact]
    public async Task Create_over_a_replaceable_status_leaves_nothing_of_the_former_life()
    {
        var large = new string('x', 100_000);
        var former = await CreateAsync("order-1", large);
        var message = await Store.AppendInboxAsync("order-1", "late", new EventRaised(Noon, "Late", large), Cancellation);
        await WriteAsync(former, [new OrchestratorStarted(Noon), former.Start, .. Tasks(3)], Row(former.Start, OrchestrationStatus.Completed) with { Output = large, CustomStatus = "\"old\"" });
        Assert.NotNull(message);

        var start = Start("order-1", "\"second\"");
        var outcome = await Store.CreateInstanceAsync(start, Finished, Cancellation);

        Assert.Equal(CreateResult.Created, outcome.Result);
        var state = await LoadAsync("order-1");
        Assert.Empty(state.History);
        Assert.Empty(state.Inbox);
        AssertSame(Row(start, OrchestrationStatus.Pending) with { LastUpdatedTime = start.Timestamp }, state.Row);
        await WriteAsync(state, [new OrchestratorStarted(Noon), start], Row(start));
        Assert.Equal(2, (await LoadAsync("order-1")).History.Count);
        Assert.Null((await Store.GetRowAsync("order-1", withPayloads: true, Cancellation))!.CustomStatus);
    }

    [Fact]
    public async Task Create_of_two_different_starts_at_once_has_one_winner()
    {
        var first = await CreateAsync("order-1");
        await WriteAsync(first, [new OrchestratorStarted(Noon), first.Start], Row(first.Start, OrchestrationStatus.Failed));

        var starts = Enumerable.Range(0, 4).Select(i => Start("order-1", $"{i}")).ToList();
        var outcomes = await Task.WhenAll(starts.Select(s => Task.Run(() => Store.CreateInstanceAsync(s, Finished, Cancellation))));

        var winner = Assert.Single(starts.Zip(outcomes), pair => pair.Second.Result == CreateResult.Created);
        Assert.Equal(winner.First.ExecutionId, (await LoadAsync("order-1")).Start.ExecutionId);
    }

    [Fact]
    public async Task Inbox_keeps_the_order_of_acceptance_and_survives_a_restart()
    {
        await CreateAsync("order-1");
        for (var i = 0; i < 12; i++)
            await Store.AppendInboxAsync("order-1", $"d{i}", new EventRaised(Noon, "Paid", $"{i}"), Cancellation);

        var inbox = (await LoadAsync("order-1", Open())).Inbox;

        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}"), inbox.Select(m => ((EventRaised)m.Event).Input!));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"d{i}"), inbox.Select(m => m.DedupeId));
        Assert.Equal(inbox.Select(m => m.Id).Order(StringComparer.Ordinal), inbox.Select(m => m.Id));
    }

    [Fact]
    public async Task Inbox_repetition_of_a_dedupe_id_is_one_message()
    {
        await CreateAsync("order-1");

        var first = await Store.AppendInboxAsync("order-1", "d/#?", new EventRaised(Noon, "Paid", "1"), Cancellation);
        var again = await Store.AppendInboxAsync("order-1", "d/#?", new EventRaised(Noon, "Paid", "1"), Cancellation);

        Assert.Equal(first.Id, again.Id);
        Assert.Single((await LoadAsync("order-1")).Inbox);
    }

    [Fact]
    public async Task Inbox_of_every_message_kind_comes_back_as_it_was()
    {
        await CreateAsync("order-1");
        HistoryEvent[] messages =
        [
            new EventRaised(Noon, "Paid", "{\"a\":\"é中\"}"), new ExecutionTerminated(Noon, "why", Recursive: false), new ExecutionSuspended(Noon, "s"), new ExecutionResumed(Noon, "r"),
            new SubOrchestrationInstanceCompleted(Noon, 3, "1"), new SubOrchestrationInstanceFailed(Noon, 4, Failure()),
        ];
        foreach (var message in messages)
            await Store.AppendInboxAsync("order-1", NewId(), message, Cancellation);

        AssertSameAll(messages, (await LoadAsync("order-1")).Inbox.Select(m => m.Event));
    }

    [Fact]
    public async Task Load_of_an_unknown_id_is_null()
    {
        Assert.Null(await Store.LoadAsync("nobody", Cancellation));
        Assert.Null(await Store.GetRowAsync("nobody", withPayloads: true, Cancellation));
    }

    [Theory]
    [InlineData("a/b\\c#d?e^f%g")]
    [InlineData("100%25")]
    [InlineData("it's")]
    [InlineData("订单-Ä😀 x")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a\u0001\u007f\u009fb")]
    [InlineData("^0")]
    public async Task Id_of_any_characters_is_kept(string id)
    {
        var large = new string('x', 50_000);
        var state = await CreateAsync(id, large);
        await Store.AppendInboxAsync(id, "d", new EventRaised(Noon, "Paid", large), Cancellation);
        state = await LoadAsync(id);
        await WriteAsync(state, [new OrchestratorStarted(Noon), state.Start], Row(state.Start), state.Inbox);

        var stored = await LoadAsync(id, Open());
        Assert.Equal(id, stored.Row.InstanceId);
        Assert.Equal(id, stored.Start.InstanceId);
        Assert.Equal(large, stored.Start.Input);
        Assert.Empty(stored.Inbox);
        Assert.Equal([id], await Store.ListUnfinishedAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal(id, Assert.Single((await Store.QueryAsync(new(IdPrefix: id), Cancellation)).Rows).InstanceId);
        Assert.True(await Store.PurgeAsync(id, Cancellation));
        Assert.Null(await Store.LoadAsync(id, Cancellation));
    }

    [Fact]
    public async Task Id_of_256_characters_that_all_need_escaping_is_kept()
    {
        var id = new string('/', 256);
        await CreateAsync(id);
        Assert.Equal(id, (await LoadAsync(id)).Row.InstanceId);
    }

    [Theory]
    [InlineData("")]
    [InlineData(257)]
    public async Task Id_that_is_empty_or_too_long_is_refused(object id)
    {
        var text = id as string ?? new string('x', (int)id);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.CreateInstanceAsync(Start(text), NoStatus, Cancellation));
    }

    private protected async Task<InstanceState> CreateAsync(string id, string? input = "\"in\"", DateTime? at = null)
    {
        var outcome = await Store.CreateInstanceAsync(Start(id, input, at), NoStatus, Cancellation);
        Assert.Equal(CreateResult.Created, outcome.Result);
        return outcome.State ?? await LoadAsync(id);
    }

    private protected async Task<InstanceState> LoadAsync(string id, IHubStore? store = null) =>
        await (store ?? Store).LoadAsync(id, Cancellation) ?? throw new InvalidOperationException($"There is no instance '{id}'.");

    private protected Task<string> WriteAsync(InstanceState state, IReadOnlyList<HistoryEvent> events, InstanceRow? row = null, IReadOnlyList<InboxMessage>? consumed = null) =>
        Store.CheckpointAsync(Step(state, events, row, consumed), Cancellation);

    internal static Checkpoint Step(InstanceState state, IReadOnlyList<HistoryEvent> events, InstanceRow? row = null, IReadOnlyList<InboxMessage>? consumed = null) => new()
    {
        InstanceId = state.Row.InstanceId,
        ExecutionId = state.Start.ExecutionId,
        Token = state.Token,
        Position = state.History.Count,
        NewEvents = events,
        Row = row,
        Consumed = consumed ?? [],
    };
}
