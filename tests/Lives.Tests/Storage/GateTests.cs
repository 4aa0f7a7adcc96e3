using Azure;
using Azure.Data.Tables;
using Lives.Storage;

namespace Lives.Tests.Storage;

public sealed class GateTests
{
    private readonly TableData _data = new();
    private readonly Gate _gate = new();
    private readonly TableClient _table;

    public GateTests()
    {
        _data.Create("Table");
        _table = new SimulatedTables(_data, _gate).GetTableClient("Table");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_that_gets_no_answer_has_done_nothing()
    {
        _gate.Before = Task.FromException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => _table.AddEntityAsync(new TableEntity("p", "r"), Cancellation));
        Assert.Empty(_data.Rows("Table"));
    }

    [Fact]
    public async Task Call_whose_answer_is_lost_has_done_its_work()
    {
        _gate.After = Task.FromException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => _table.AddEntityAsync(new TableEntity("p", "r"), Cancellation));
        await Assert.ThrowsAsync<TimeoutException>(() => _table.AddEntityAsync(new TableEntity("p", "r"), Cancellation));
        Assert.Single(_data.Rows("Table"));
    }

    [Fact]
    public Task Call_that_waits_does_its_work_when_it_is_let_through_with_the_row_as_it_was_given() =>
        // As in a run: on a thread without a context of the test runner's, where what waits goes on when it is let through, one after the
        // other.
        Task.Factory.StartNew(LetThrough, Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void LetThrough()
    {
        var (row, before, after) = (
            new TableEntity("p", "r") { ["Text"] = "given" },
            new TaskCompletionSource[] { new(), new() },
            new TaskCompletionSource[] { new(), new() }
        );
        var calls = before
            .Select(held =>
            {
                _gate.Before = held.Task;
                return _table.AddEntityAsync(row, Cancellation);
            })
            .ToList();
        row["Text"] = "changed";
        Assert.Empty(_data.Rows("Table"));

        for (var i = 0; i < calls.Count; i++)
        {
            _gate.After = after[i].Task;
            before[i].SetResult();
            Assert.Equal("given", Assert.Single(_data.Rows("Table")).GetString("Text"));
            Assert.False(calls[i].IsCompleted);
            after[i].SetResult();
        }

        Assert.True(calls[0].IsCompletedSuccessfully);
        Assert.Equal(409, Assert.IsType<RequestFailedException>(calls[1].Exception?.InnerException).Status);
    }

    [Fact]
    public async Task Write_that_the_SDK_repeats_is_answered_as_it_finds_its_own_work()
    {
        _gate.Repeats = true;
        Assert.Equal(
            409,
            (await Assert.ThrowsAsync<RequestFailedException>(() => _table.AddEntityAsync(new TableEntity("p", "r"), Cancellation))).Status
        );
        var version = Assert.Single(_data.Rows("Table")).ETag;
        Assert.Equal(
            412,
            (
                await Assert.ThrowsAsync<RequestFailedException>(() =>
                    _table.UpdateEntityAsync(new TableEntity("p", "r"), version, TableUpdateMode.Merge, Cancellation)
                )
            ).Status
        );
        var version2 = (await _table.UpsertEntityAsync(new TableEntity("p", "r"), TableUpdateMode.Merge, Cancellation)).Headers.ETag;
        Assert.Equal(version2, Assert.Single(_data.Rows("Table")).ETag);

        TableTransactionAction[] move =
        [
            new(TableTransactionActionType.Delete, new TableEntity("p", "r"), ETag.All),
            new(TableTransactionActionType.Add, new TableEntity("p", "r2")),
        ];
        Assert.Equal(
            "ResourceNotFound",
            (await Assert.ThrowsAsync<TableTransactionFailedException>(() => _table.SubmitTransactionAsync(move, Cancellation))).ErrorCode
        );
        Assert.Equal(404, (await _table.DeleteEntityAsync("p", "r2", cancellationToken: Cancellation)).Status);
        Assert.Empty(_data.Rows("Table"));

        var queues = new QueueData();
        queues.Create("queue");
        await new SimulatedQueues(queues, _gate, TimeProvider.System).GetQueueClient("queue").SendMessageAsync("text", Cancellation);
        Assert.Equal(2, queues.Count("queue"));
    }

    [Fact]
    public async Task Calls_are_told_by_their_store_and_rows()
    {
        await _table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);
        await _table.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.Delete, new TableEntity("p", "r"), ETag.All),
                new(TableTransactionActionType.Add, new TableEntity("p", "r2")),
            ],
            Cancellation
        );
        await _table.QueryAsync<TableEntity>("PartitionKey eq 'p'", cancellationToken: Cancellation).ToListAsync(Cancellation);
        await _table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancellation);
        Assert.Equal(
            [
                new StorageCall("Table", StorageVerb.Add, "p", "r"),
                new StorageCall("Table", StorageVerb.Transaction, "p", "r"),
                new StorageCall("Table", StorageVerb.Query, "PartitionKey eq 'p'", ""),
                new StorageCall("Table", StorageVerb.Get, "p", "r"),
            ],
            _gate.Calls
        );
        Assert.Equal(["p|r", "p|r", "PartitionKey eq 'p'", "p|r"], _gate.Calls.Select(call => call.Key));
    }

    private sealed class Gate : IGate
    {
        public List<StorageCall> Calls { get; } = [];

        public Task Before { get; set; } = Task.CompletedTask;

        public Task After { get; set; } = Task.CompletedTask;

        public bool Repeats { get; set; }

        public bool IsRepeated(StorageCall call) => Repeats;

        public Task BeforeAsync(StorageCall call)
        {
            Calls.Add(call);
            return Before;
        }

        public Task AfterAsync(StorageCall call) => After;
    }
}
