using Azure;
using Azure.Data.Tables;
using Lives.Storage;

namespace Lives.Tests.Storage;

/// <summary>The faults that a script can put at a call to the storage.</summary>
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
    public async Task Call_that_does_not_arrive_does_nothing()
    {
        _gate.Before = Task.FromException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => AddAsync("r"));
        Assert.Empty(_data.Rows("Table"));
    }

    [Fact]
    public async Task Call_whose_answer_is_lost_has_done_its_work()
    {
        _gate.After = Task.FromException(new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => AddAsync("r"));
        await Assert.ThrowsAsync<TimeoutException>(() => AddAsync("r"));
        Assert.Single(_data.Rows("Table"));
    }

    [Fact]
    public async Task Call_that_waits_writes_the_row_as_it_was_given()
    {
        var before = new TaskCompletionSource();
        var row = new TableEntity("p", "r") { ["Text"] = "given" };
        _gate.Before = before.Task;
        var call = _table.AddEntityAsync(row, Cancellation);
        row["Text"] = "changed";
        Assert.Empty(_data.Rows("Table"));

        before.SetResult();
        await call;
        Assert.Equal("given", Assert.Single(_data.Rows("Table")).GetString("Text"));
    }

    [Fact]
    public async Task Write_that_the_SDK_repeats_finds_its_own_work()
    {
        _gate.Repeats = true;
        await RefusesAsync(409, () => AddAsync("r"));
        await RefusesAsync(412, () => _table.UpdateEntityAsync(Row("r"), Stored().ETag, TableUpdateMode.Merge, Cancellation));
        var written = await _table.UpsertEntityAsync(Row("r"), TableUpdateMode.Merge, Cancellation);
        Assert.Equal(written.Headers.ETag, Stored().ETag);
        await RefusesAsync(404, () => _table.SubmitTransactionAsync(Move(), Cancellation));
        Assert.Equal("r2", Stored().RowKey);
        Assert.Equal(404, (await _table.DeleteEntityAsync("p", "r2", cancellationToken: Cancellation)).Status);
        Assert.Empty(_data.Rows("Table"));

        var queues = new QueueData();
        queues.Create("queue");
        var queue = new SimulatedQueues(queues, _gate, TimeProvider.System).GetQueueClient("queue");
        await queue.SendMessageAsync("text", TimeSpan.Zero, TimeSpan.FromSeconds(-1), Cancellation);
        Assert.Equal(2, queues.Count("queue"));

        TableEntity Stored() => Assert.Single(_data.Rows("Table"));
    }

    [Fact]
    public async Task Gate_hears_what_each_call_is_about()
    {
        await AddAsync("r");
        await _table.SubmitTransactionAsync(Move(), Cancellation);
        await _table.QueryAsync<TableEntity>("PartitionKey eq 'p'", cancellationToken: Cancellation).ToListAsync(Cancellation);
        await _table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancellation);
        Assert.Equal(
            ["Table Add p|r", "Table Transaction p|r", "Table Query PartitionKey eq 'p'", "Table Get p|r"],
            _gate.Calls.Select(call => $"{call.Store} {call.Verb} {call.Key}")
        );
    }

    private static TableEntity Row(string row) => new("p", row);

    private static TableTransactionAction[] Move() =>
        [new(TableTransactionActionType.Delete, Row("r"), ETag.All), new(TableTransactionActionType.Add, Row("r2"))];

    private static async Task RefusesAsync(int status, Func<Task> call) =>
        Assert.Equal(status, (await Assert.ThrowsAnyAsync<RequestFailedException>(call)).Status);

    private Task AddAsync(string row) => _table.AddEntityAsync(Row(row), Cancellation);

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
