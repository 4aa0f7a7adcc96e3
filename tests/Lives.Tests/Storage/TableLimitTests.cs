using Azure;
using Azure.Data.Tables;
using Lives.Storage;

namespace Lives.Tests.Storage;

/// <summary>What Azure refuses and the emulator takes.</summary>
public sealed class TableLimitTests
{
    private readonly TableData _data = new();
    private readonly TableClient _table;

    public TableLimitTests()
    {
        _data.Create("Table");
        _table = new SimulatedTables(_data, OpenGate.Instance).GetTableClient("Table");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    [InlineData("a\u0085b")]
    public Task Key_with_a_forbidden_character_is_refused(string key) => RefusesAsync("OutOfRangeInput", new TableEntity("p", key));

    [Fact]
    public async Task Row_that_is_too_large_is_refused()
    {
        await RefusesAsync("KeyValueTooLarge", new TableEntity(new string('k', 513), "r"));
        await RefusesAsync("PropertyValueTooLarge", new TableEntity("p", "r") { ["Text"] = new string('x', (32 * 1024) + 1) });
        await RefusesAsync("PropertyValueTooLarge", new TableEntity("p", "r") { ["Bytes"] = new byte[(64 * 1024) + 1] });
        await RefusesAsync(
            "OutOfRangeInput",
            new TableEntity("p", "r") { ["At"] = new DateTimeOffset(1600, 1, 1, 0, 0, 0, TimeSpan.Zero) }
        );
        await RefusesAsync("EntityTooLarge", Large(16));
        await _table.AddEntityAsync(Large(15), Cancellation);

        // What is merged counts with what is there.
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() =>
            _table.UpsertEntityAsync(
                new TableEntity("p", "r") { ["More"] = new string('x', 32 * 1024) },
                TableUpdateMode.Merge,
                Cancellation
            )
        );
        Assert.Equal("EntityTooLarge", refusal.ErrorCode);

        static TableEntity Large(int properties)
        {
            var row = new TableEntity("p", "r");
            for (var i = 0; i < properties; i++)
                row[$"Text{i}"] = new string('x', 32 * 1024);
            return row;
        }
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
        var pages = await _table
            .QueryAsync<TableEntity>("PartitionKey eq 'p'", cancellationToken: Cancellation)
            .AsPages()
            .Select(page => page.Values.Count)
            .ToListAsync(Cancellation);
        Assert.Equal([1000, 1000, 500], pages);
        Assert.Throws<RequestFailedException>(() => _table.QueryAsync<TableEntity>(maxPerPage: 1001, cancellationToken: Cancellation));
    }

    private async Task RefusesAsync(string code, TableEntity row)
    {
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => _table.AddEntityAsync(row, Cancellation));
        Assert.Equal((400, code), (refusal.Status, refusal.ErrorCode));
        Assert.Empty(_data.Rows("Table"));
    }

    private async Task<string?> FailureAsync(IEnumerable<TableEntity> rows) =>
        (
            await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
                _table.SubmitTransactionAsync(
                    rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)),
                    Cancellation
                )
            )
        ).ErrorCode;
}
