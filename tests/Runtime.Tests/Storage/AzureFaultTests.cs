using Azure.Data.Tables;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;
using LocalRuntime.DurableTask.Storage.AzureStorage;
using Microsoft.Extensions.Logging.Abstractions;
using static Runtime.Tests.Storage.Samples;

namespace Runtime.Tests.Storage;

/// <summary>What stands after a process died, or an answer got lost, between any two storage calls.</summary>
public sealed class AzureFaultTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Id = "order/1";
    private readonly string _hub = AzuriteFixture.NewHubName();
    private readonly FaultPolicy _faults = new();
    private readonly List<AzureHubStore> _stores = [];
    private AzureHubStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TableServiceClient Tables => AzureHubClients.Tables(azurite.ConnectionString);

    public async ValueTask InitializeAsync()
    {
        _store = Open(_faults);
        await _store.EnsureCreatedAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task Step_costs_one_call_and_one_more_when_the_row_changed()
    {
        var calls = _faults.Calls;
        var state = await CreateAsync();
        Assert.Equal(1, _faults.Calls - calls);

        calls = _faults.Calls;
        var token = await _store.CheckpointAsync(Step(state, [new OrchestratorStarted(Noon), state.Start, .. Tasks(1)]), Cancellation);
        Assert.Equal(1, _faults.Calls - calls);

        calls = _faults.Calls;
        await _store.CheckpointAsync(Step(state, [new TaskCompleted(Noon, 0, "1")], Row(state.Start)) with { Token = token, Position = 3 }, Cancellation);
        Assert.Equal(2, _faults.Calls - calls);

        calls = _faults.Calls;
        await _store.AppendInboxAsync(Id, "d", new EventRaised(Noon, "Paid", "1"), Cancellation);
        Assert.Equal(1, _faults.Calls - calls);

        calls = _faults.Calls;
        await LoadAsync(_store);
        Assert.Equal(3, _faults.Calls - calls);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(250)]
    public async Task Transaction_whose_answer_got_lost_is_our_own_success(int events)
    {
        var state = await CreateAsync();
        _faults.FailAfter = FaultPolicy.Once(FaultPolicy.IsTransaction);
        var token = await _store.CheckpointAsync(Step(state, Tasks(events), Row(state.Start)), Cancellation);

        _faults.FailAfter = FaultPolicy.Once(FaultPolicy.IsTransaction);
        await _store.CheckpointAsync(Step(state, [new TaskCompleted(Noon, 0, "1")]) with { Token = token, Position = events }, Cancellation);

        Assert.Equal(events + 1, (await LoadAsync(Open())).History.Count);
    }

    [Fact]
    public async Task Start_and_message_whose_answer_got_lost_are_stored_once()
    {
        _faults.FailAfter = FaultPolicy.Once(_ => true);
        var state = await CreateAsync();
        _faults.FailAfter = FaultPolicy.Once(_ => true);
        var message = await _store.AppendInboxAsync(Id, "d", new EventRaised(Noon, "Paid", "1"), Cancellation);

        var stored = await LoadAsync(Open());
        Assert.Equal(state.Start.ExecutionId, stored.Start.ExecutionId);
        Assert.Equal(message.Id, Assert.Single(stored.Inbox).Id);
    }

    [Fact]
    public async Task Death_between_history_and_row_leaves_a_row_that_is_repaired()
    {
        var state = await CreateAsync(new string('x', 40_000));
        var row = Row(state.Start, OrchestrationStatus.Completed) with { Output = "\"out\"", CustomStatus = "\"last\"", CompletedTime = Noon, LastUpdatedTime = Noon };
        _faults.FailBefore = FaultPolicy.From(2, request => request.Method != Azure.Core.RequestMethod.Put);
        var step = Step(state, [new OrchestratorStarted(Noon), state.Start, new ExecutionCompleted(0, Noon, OrchestrationStatus.Completed, "\"out\"", Failure: null)], row);
        await Assert.ThrowsAsync<HubUnavailableException>(() => _store.CheckpointAsync(step, Cancellation));

        var successor = Open();
        AssertSame(row, (await successor.GetRowAsync(Id, withPayloads: true, Cancellation))!);
        Assert.Equal(OrchestrationStatus.Completed, (await successor.GetRowAsync(Id, withPayloads: false, Cancellation))!.Status);
        Assert.Equal([Id], await successor.ListUnfinishedAsync(Cancellation).ToListAsync(Cancellation));
        AssertSame(row, (await LoadAsync(successor)).Row);

        // Repaired in the table, too: queries and tools see it, and recovery does not meet it again.
        Assert.Empty(await successor.ListUnfinishedAsync(Cancellation).ToListAsync(Cancellation));
        AssertSame(row, Assert.Single((await successor.QueryAsync(new(WithPayloads: true), Cancellation)).Rows));
    }

    [Fact]
    public async Task Step_repeated_after_death_between_history_and_row_finishes_the_row()
    {
        var state = await CreateAsync();
        var row = Row(state.Start, OrchestrationStatus.Completed) with { Output = "1" };
        var step = Step(state, [new OrchestratorStarted(Noon), state.Start], row);
        _faults.FailBefore = FaultPolicy.From(2, _ => true);
        await Assert.ThrowsAsync<HubUnavailableException>(() => _store.CheckpointAsync(step, Cancellation));

        _faults.FailBefore = _ => false;
        await _store.CheckpointAsync(step, Cancellation);

        Assert.Empty(await Open().ListUnfinishedAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Death_within_a_split_leaves_the_former_state()
    {
        var state = await CreateAsync();
        await _store.CheckpointAsync(Step(state, [new OrchestratorStarted(Noon), state.Start], Row(state.Start)), Cancellation);
        state = await LoadAsync(_store);
        _faults.FailBefore = FaultPolicy.From(3, FaultPolicy.IsTransaction);
        await Assert.ThrowsAsync<HubUnavailableException>(() => _store.CheckpointAsync(Step(state, Tasks(300)), Cancellation));

        var successor = Open();
        var stored = await LoadAsync(successor);
        Assert.Equal(2, stored.History.Count);
        await successor.CheckpointAsync(Step(stored, Tasks(1, from: 7)), Cancellation);
        AssertSameAll([new OrchestratorStarted(Noon), state.Start, .. Tasks(1, from: 7)], (await LoadAsync(successor)).History);
    }

    [Fact]
    public async Task Death_within_the_first_split_leaves_the_accepted_start()
    {
        var state = await CreateAsync();
        _faults.FailBefore = FaultPolicy.From(2, FaultPolicy.IsTransaction);
        await Assert.ThrowsAsync<HubUnavailableException>(() => _store.CheckpointAsync(Step(state, Tasks(300), Row(state.Start)), Cancellation));

        var successor = Open();
        var stored = await LoadAsync(successor);
        Assert.Empty(stored.History);
        AssertSame(state.Start, stored.Start);
        await successor.CheckpointAsync(Step(stored, Tasks(150), Row(state.Start)), Cancellation);
        AssertSameAll(Tasks(150), (await LoadAsync(successor)).History);
    }

    [Fact]
    public async Task Death_within_a_split_continue_as_new_leaves_the_former_execution()
    {
        var state = await CreateAsync();
        await _store.CheckpointAsync(Step(state, Tasks(120), Row(state.Start)), Cancellation);
        state = await LoadAsync(_store);
        var next = state.Start with { ExecutionId = NewId() };
        var step = Step(state with { Start = next, History = [] }, [new OrchestratorStarted(Noon), next, .. Tasks(200)], Row(next)) with { IsNewExecution = true };
        _faults.FailBefore = FaultPolicy.From(3, FaultPolicy.IsTransaction);
        await Assert.ThrowsAsync<HubUnavailableException>(() => _store.CheckpointAsync(step, Cancellation));

        AssertSameAll(Tasks(120), (await LoadAsync(Open())).History);
        _faults.FailBefore = _ => false;
        await _store.CheckpointAsync(step, Cancellation);
        Assert.Equal(202, (await LoadAsync(Open())).History.Count);
        var rows = await Tables.GetTableClient(_hub + "History").QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation);
        Assert.Equal(203, rows.Count);
    }

    [Fact]
    public async Task Consumed_message_whose_removal_was_lost_is_not_delivered_again()
    {
        await CreateAsync();
        await _store.AppendInboxAsync(Id, "d1", new EventRaised(Noon, "Paid", "1"), Cancellation);
        await _store.AppendInboxAsync(Id, "d2", new EventRaised(Noon, "Paid", "2"), Cancellation);
        var state = await LoadAsync(_store);
        _faults.FailBefore = request => request.Method == Azure.Core.RequestMethod.Delete;
        var token = await _store.CheckpointAsync(Step(state, [new OrchestratorStarted(Noon), state.Start, state.Inbox[0].Event], Row(state.Start), [state.Inbox[0]]), Cancellation);
        await _store.CheckpointAsync(Step(state, Tasks(1)) with { Token = token, Position = 3 }, Cancellation);

        var successor = Open();
        Assert.Equal("d2", Assert.Single((await LoadAsync(successor)).Inbox).DedupeId);
        await successor.DisposeAsync();
        var left = await Tables.GetTableClient(_hub + "Inbox").QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation);
        Assert.Equal("d2", Assert.Single(left).GetString("DedupeId"));
    }

    [Fact]
    public async Task Replacement_that_died_before_its_cleaning_starts_clean()
    {
        var state = await CreateAsync();
        await _store.AppendInboxAsync(Id, "d", new EventRaised(Noon, "Paid", "1"), Cancellation);
        await _store.CheckpointAsync(Step(state, Tasks(20), Row(state.Start, OrchestrationStatus.Completed) with { CustomStatus = "\"old\"" }), Cancellation);
        var start = Start(Id, "\"second\"");
        _faults.FailBefore = request => FaultPolicy.IsTransaction(request) || request.Method == Azure.Core.RequestMethod.Delete;
        await Assert.ThrowsAsync<HubUnavailableException>(() => _store.CreateInstanceAsync(start, Finished, Cancellation));

        var successor = Open();
        Assert.Equal(CreateResult.Created, (await successor.CreateInstanceAsync(start, Finished, Cancellation)).Result);
        var stored = await LoadAsync(successor);
        Assert.Empty(stored.History);
        Assert.Empty(stored.Inbox);
        Assert.Equal(OrchestrationStatus.Pending, stored.Row.Status);
        await successor.CheckpointAsync(Step(stored, [new OrchestratorStarted(Noon), start], Row(start)), Cancellation);
        stored = await LoadAsync(successor);
        AssertSameAll([new OrchestratorStarted(Noon), start], stored.History);
        Assert.Null(stored.Row.CustomStatus);
    }

    [Fact]
    public async Task Storage_that_is_away_is_said_so_and_comes_back_by_itself()
    {
        var state = await CreateAsync();
        _faults.FailBefore = _ => true;
        await Assert.ThrowsAsync<HubUnavailableException>(() => LoadAsync(_store));
        await Assert.ThrowsAsync<HubUnavailableException>(() => _store.AppendInboxAsync(Id, "d", new EventRaised(Noon, "Paid", "1"), Cancellation));
        await Assert.ThrowsAsync<HubUnavailableException>(() => _store.QueryAsync(new(), Cancellation));
        await Assert.ThrowsAsync<HubUnavailableException>(async () => await _store.ListUnfinishedAsync(Cancellation).ToListAsync(Cancellation));

        _faults.FailBefore = _ => false;
        AssertSame(state.Start, (await LoadAsync(_store)).Start);
    }

    private async Task<InstanceState> CreateAsync(string input = "\"in\"")
    {
        var outcome = await _store.CreateInstanceAsync(Start(Id, input), NoStatus, Cancellation);
        return outcome.State ?? await LoadAsync(_store);
    }

    private static async Task<InstanceState> LoadAsync(AzureHubStore store) => (await store.LoadAsync(Id, Cancellation))!;

    private static Checkpoint Step(InstanceState state, IReadOnlyList<HistoryEvent> events, InstanceRow? row = null, IReadOnlyList<InboxMessage>? consumed = null) =>
        HubStoreSuite.Step(state, events, row, consumed);

    private AzureHubStore Open(params IEnumerable<FaultPolicy> faults)
    {
        var connection = azurite.ConnectionString;
        var hub = new AzureHub(_hub, AzureHubClients.Tables(connection, faults), AzureHubClients.Blobs(connection, faults));
        var store = new AzureHubStore(hub, TimeProvider.System, NullLogger<AzureHubStore>.Instance);
        _stores.Add(store);
        return store;
    }
}
