using Azure;
using Azure.Data.Tables;
using Lives.Storage;

namespace Lives.Tests.Storage;

/// <summary>What Azure refuses and the emulator takes.</summary>
public sealed class AzureLimitTests
{
    private readonly TableData _data = new();
    private readonly TableClient _table;

    public AzureLimitTests()
    {
        _data.Create("Table");
        _table = new SimulatedTables(_data, OpenGate.Instance).GetTableClient("Table");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Row_that_Azure_cannot_hold_is_refused()
    {
        foreach (var key in new[] { "a/b", "a\\b", "a#b", "a?b", "a\tb", "a\u0085b" })
            await RefusesAsync("OutOfRangeInput", new TableEntity("p", key));
        await RefusesAsync("KeyValueTooLarge", new TableEntity(new string('k', 513), "r"));
        await RefusesAsync("PropertyValueTooLarge", With(new string('x', (32 * 1024) + 1)));
        await RefusesAsync("PropertyValueTooLarge", With(new byte[(64 * 1024) + 1]));
        await RefusesAsync("OutOfRangeInput", With(new DateTimeOffset(1600, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        await RefusesAsync("TooManyProperties", With([.. Enumerable.Repeat<object>(1, 253)]));
        await RefusesAsync("EntityTooLarge", With([.. Enumerable.Repeat(new string('x', 32 * 1024), 16)]));
        Assert.Empty(_data.Rows("Table"));

        // What is merged counts with what is there.
        await _table.AddEntityAsync(With([.. Enumerable.Repeat(new string('x', 32 * 1024), 15)]), Cancellation);
        var more = new TableEntity("p", "r") { ["More"] = new string('x', 32 * 1024) };
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() =>
            _table.UpsertEntityAsync(more, TableUpdateMode.Merge, Cancellation)
        );
        Assert.Equal("EntityTooLarge", refusal.ErrorCode);
    }

    [Fact]
    public async Task Transaction_over_two_partitions_or_a_hundred_rows_is_refused()
    {
        Assert.Equal("CommandsInBatchActOnDifferentPartitions", await FailureAsync([new TableEntity("p", "r"), new TableEntity("q", "r")]));
        Assert.Equal("InvalidInput", await FailureAsync(Enumerable.Range(0, 101).Select(i => new TableEntity("p", $"r{i}"))));
        Assert.Empty(_data.Rows("Table"));
    }

    [Fact]
    public async Task Page_has_a_thousand_rows_at_most()
    {
        for (var i = 0; i < 2_500; i++)
            await _table.AddEntityAsync(new TableEntity("p", i.ToString("D5", null)), Cancellation);
        var pages = _table.QueryAsync<TableEntity>("PartitionKey eq 'p'", cancellationToken: Cancellation).AsPages();
        Assert.Equal([1000, 1000, 500], await pages.Select(page => page.Values.Count).ToListAsync(Cancellation));
        Assert.Throws<RequestFailedException>(() => _table.QueryAsync<TableEntity>(maxPerPage: 1001, cancellationToken: Cancellation));
    }

    private static TableEntity With(params object[] values)
    {
        var row = new TableEntity("p", "r");
        foreach (var (index, value) in values.Index())
            row[$"P{index}"] = value;
        return row;
    }

    private async Task RefusesAsync(string code, TableEntity row)
    {
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => _table.AddEntityAsync(row, Cancellation));
        Assert.Equal((400, code), (refusal.Status, refusal.ErrorCode));
    }

    private async Task<string?> FailureAsync(IEnumerable<TableEntity> rows)
    {
        var actions = rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row));
        return (
            await Assert.ThrowsAsync<TableTransactionFailedException>(() => _table.SubmitTransactionAsync(actions, Cancellation))
        ).ErrorCode;
    }
}
