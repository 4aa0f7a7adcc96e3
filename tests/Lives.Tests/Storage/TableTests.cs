using Azure;
using Azure.Data.Tables;
using Lives.Storage;

namespace Lives.Tests.Storage;

public sealed class SimulatedTableTests() : TableTests(new SimulatedTables(new TableData(), OpenGate.Instance));

[Collection<AzuriteCollection>]
public sealed class AzuriteTableTests(AzuriteFixture azurite) : TableTests(new TableServiceClient(azurite.ConnectionString));

/// <summary>What the app relies on of tables, asked of the simulated ones and of the emulator.</summary>
public abstract class TableTests(TableServiceClient tables)
{
    private static readonly DateTimeOffset _time = new(2026, 3, 2, 20, 30, 15, 123, TimeSpan.FromHours(8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Row_reads_back_as_it_was_written()
    {
        var table = await NewTableAsync();
        var id = Guid.NewGuid();
        var bytes = new byte[] { 1, 2, 3 };
        var row = new TableEntity("p", "r")
        {
            ["Text"] = "'字'",
            ["Int"] = 7,
            ["Long"] = 1L << 40,
            ["Real"] = 1.5,
            ["Flag"] = true,
            ["Id"] = id,
            ["At"] = _time,
            ["Bytes"] = bytes,
            ["Empty"] = Array.Empty<byte>(),
            ["Nothing"] = null,
        };
        var written = await table.AddEntityAsync(row, Cancellation);
        (bytes[0], row["Text"]) = (9, "changed afterwards");

        for (var i = 0; i < 2; i++)
        {
            var read = (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value;
            Assert.Equal(written.Headers.ETag, read.ETag);
            Assert.Equal(("p", "r", "'字'"), (read.PartitionKey, read.RowKey, read.GetString("Text")));
            Assert.Equal(
                (7, 1L << 40, 1.5, true, id),
                (
                    read.GetInt32("Int")!.Value,
                    read.GetInt64("Long")!.Value,
                    read.GetDouble("Real")!.Value,
                    read.GetBoolean("Flag")!.Value,
                    read.GetGuid("Id")!.Value
                )
            );
            Assert.Equal((_time, TimeSpan.Zero), (read.GetDateTimeOffset("At")!.Value, read.GetDateTimeOffset("At")!.Value.Offset));
            Assert.Equal([1, 2, 3], read.GetBinary("Bytes"));
            Assert.Empty(read.GetBinary("Empty"));
            Assert.Null(read.GetString("Nothing"));
            Assert.IsType<byte[]>(read["Bytes"]);
            (read.GetBinary("Bytes")[0], read["Text"]) = (9, "changed afterwards");
        }
    }

    [Fact]
    public async Task Write_is_refused_when_the_row_is_there_or_gone_or_has_changed()
    {
        var table = await NewTableAsync();
        var first = (await table.AddEntityAsync(Row("p", "r", "first"), Cancellation)).Headers.ETag!.Value;
        var second = (await table.UpdateEntityAsync(Row("p", "r", "second"), first, TableUpdateMode.Replace, Cancellation))
            .Headers
            .ETag!
            .Value;
        Assert.NotEqual(first, second);

        await RefusesAsync(409, "EntityAlreadyExists", () => table.AddEntityAsync(Row("p", "r", "third"), Cancellation));
        await RefusesAsync(
            412,
            "UpdateConditionNotSatisfied",
            () => table.UpdateEntityAsync(Row("p", "r", "third"), first, TableUpdateMode.Merge, Cancellation)
        );
        await RefusesAsync(412, "UpdateConditionNotSatisfied", () => table.DeleteEntityAsync("p", "r", first, Cancellation));
        await RefusesAsync(
            404,
            "ResourceNotFound",
            () => table.UpdateEntityAsync(Row("p", "none", "third"), ETag.All, TableUpdateMode.Merge, Cancellation)
        );
        await RefusesAsync(404, "ResourceNotFound", () => table.GetEntityAsync<TableEntity>("none", "r", cancellationToken: Cancellation));
        await RefusesAsync(404, "TableNotFound", () => tables.GetTableClient("None").AddEntityAsync(Row("p", "r", "third"), Cancellation));
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "none", cancellationToken: Cancellation)).HasValue);
        Assert.Equal(404, (await table.DeleteEntityAsync("p", "none", cancellationToken: Cancellation)).Status);

        var read = (await table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value!;
        Assert.Equal(("second", second), (read.GetString("Text"), read.ETag));
        Assert.Equal(204, (await table.DeleteEntityAsync(read, read.ETag, Cancellation)).Status);
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).HasValue);
    }

    [Fact]
    public async Task Merge_keeps_what_it_does_not_name_and_replacing_does_not()
    {
        var table = await NewTableAsync();
        var row = new TableEntity("p", "r") { ["A"] = "a", ["B"] = "b" };
        await table.UpsertEntityAsync(row, TableUpdateMode.Merge, Cancellation);
        await table.UpdateEntityAsync(
            new TableEntity("p", "r")
            {
                ["B"] = "b2",
                ["A"] = null,
                ["C"] = "c",
            },
            ETag.All,
            TableUpdateMode.Merge,
            Cancellation
        );
        Assert.Equal("a,b2,c", await TextAsync());
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["C"] = "c2" }, TableUpdateMode.Merge, Cancellation);
        Assert.Equal("a,b2,c2", await TextAsync());
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = "b3" }, TableUpdateMode.Replace, Cancellation);
        Assert.Equal(",b3,", await TextAsync());

        async Task<string> TextAsync()
        {
            var read = (await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation)).Value;
            return $"{read.GetString("A")},{read.GetString("B")},{read.GetString("C")}";
        }
    }

    [Fact]
    public async Task Transaction_does_all_or_nothing()
    {
        var table = await NewTableAsync();
        var old = (await table.AddEntityAsync(Row("p", "stale", "1"), Cancellation)).Headers.ETag!.Value;
        await table.UpdateEntityAsync(Row("p", "stale", "2"), old, TableUpdateMode.Replace, Cancellation);
        await table.AddEntityAsync(Row("p", "gone", "1"), Cancellation);

        TableTransactionAction good = new(TableTransactionActionType.Add, Row("p", "new", "1"));
        await FailsAsync(409, "EntityAlreadyExists", new(TableTransactionActionType.Add, Row("p", "stale", "3")));
        await FailsAsync(412, "UpdateConditionNotSatisfied", new(TableTransactionActionType.UpdateReplace, Row("p", "stale", "3"), old));
        await FailsAsync(412, "UpdateConditionNotSatisfied", new(TableTransactionActionType.Delete, Row("p", "stale", "3"), old));
        await FailsAsync(404, "ResourceNotFound", new(TableTransactionActionType.UpdateMerge, Row("p", "none", "3"), ETag.All));
        await FailsAsync(404, "ResourceNotFound", new(TableTransactionActionType.Delete, Row("p", "none", "3"), ETag.All));
        await FailsAsync(400, "InvalidDuplicateRow", new(TableTransactionActionType.UpsertReplace, Row("p", "new", "3")));
        Assert.Equal("gone:1 stale:2", await AllAsync(table));

        var responses = (
            await table.SubmitTransactionAsync(
                [
                    good,
                    new(TableTransactionActionType.UpdateReplace, Row("p", "stale", "3"), ETag.All),
                    new(TableTransactionActionType.Delete, Row("p", "gone", ""), ETag.All),
                    new(TableTransactionActionType.UpsertMerge, Row("p", "put", "1")),
                ],
                Cancellation
            )
        ).Value;
        Assert.Equal("new:1 put:1 stale:3", await AllAsync(table));
        Assert.Equal(
            (await table.GetEntityAsync<TableEntity>("p", "stale", cancellationToken: Cancellation)).Value.ETag,
            responses[1].Headers.ETag
        );

        async Task FailsAsync(int status, string code, TableTransactionAction bad)
        {
            var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
                table.SubmitTransactionAsync([good, bad], Cancellation)
            );
            Assert.Equal((status, code, 1), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        }
    }

    [Fact]
    public async Task Query_answers_the_rows_that_match_in_the_order_of_their_keys()
    {
        var table = await NewTableAsync();
        var id = Guid.Parse("0b0b0b0b-1111-2222-3333-444444444444");
        foreach (var partition in new[] { "b", "a", "c" })
        {
            for (var i = 5; i >= 1; i--)
                await table.AddEntityAsync(
                    new TableEntity(partition, $"r{i}")
                    {
                        ["Int"] = i,
                        ["Long"] = (long)i << 40,
                        ["Real"] = i / 2.0,
                        ["Flag"] = i % 2 == 0,
                        ["At"] = _time.AddHours(i),
                        ["Id"] = i == 3 ? id : Guid.Empty,
                        ["Text"] = $"it's {i}",
                    },
                    Cancellation
                );
            await table.AddEntityAsync(new TableEntity(partition, "R0"), Cancellation);
        }

        var three = TableClient.CreateQueryFilter($"At eq {_time.AddHours(3)}");
        await MatchesAsync("", "a/R0 a/r1 a/r2 a/r3 a/r4 a/r5 b/R0 b/r1 b/r2 b/r3 b/r4 b/r5 c/R0 c/r1 c/r2 c/r3 c/r4 c/r5");
        await MatchesAsync("PartitionKey eq 'b'", "b/R0 b/r1 b/r2 b/r3 b/r4 b/r5");
        await MatchesAsync("PartitionKey eq 'none'", "");
        await MatchesAsync("PartitionKey eq 'b' and RowKey eq 'r3'", "b/r3");
        await MatchesAsync("PartitionKey eq 'b' and RowKey ge 'r2' and RowKey lt 'r4'", "b/r2 b/r3");
        await MatchesAsync("PartitionKey eq 'b' and RowKey gt 'r2' and RowKey le 'r4'", "b/r3 b/r4");
        await MatchesAsync("PartitionKey eq 'b' and RowKey ne 'r2' and RowKey gt 'r1'", "b/r3 b/r4 b/r5");
        await MatchesAsync("PartitionKey gt 'a' and PartitionKey le 'c' and RowKey eq 'r1'", "b/r1 c/r1");
        await MatchesAsync("PartitionKey ge 'a' and PartitionKey lt 'c' and RowKey gt 'r4'", "a/r5 b/r5");
        await MatchesAsync(
            "PartitionKey eq 'a' and (RowKey eq 'r5' or RowKey eq 'R0' or (RowKey ge 'r2' and RowKey lt 'r3'))",
            "a/R0 a/r2 a/r5"
        );
        await MatchesAsync("(PartitionKey eq 'a' or PartitionKey eq 'c') and Int eq 2", "a/r2 c/r2");
        await MatchesAsync("RowKey eq 'r1' or PartitionKey eq 'c' and RowKey eq 'r2'", "a/r1 b/r1 c/r1 c/r2");
        await MatchesAsync("PartitionKey eq 'a' and Int ge 4", "a/r4 a/r5");
        await MatchesAsync($"PartitionKey eq 'a' and Long lt {2L << 40}L", "a/r1");
        await MatchesAsync("PartitionKey eq 'a' and Real gt 1.5", "a/r4 a/r5");
        await MatchesAsync("PartitionKey eq 'a' and Flag eq true", "a/r2 a/r4");
        await MatchesAsync($"PartitionKey eq 'a' and {three}", "a/r3");
        await MatchesAsync($"PartitionKey eq 'a' and not ({three}) and Int le 4", "a/r1 a/r2 a/r4");
        await MatchesAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {"a"} and At lt {_time.AddHours(3).ToUniversalTime()}"),
            "a/r1 a/r2"
        );
        await MatchesAsync($"PartitionKey eq 'a' and Id eq guid'{id}'", "a/r3");
        await MatchesAsync(TableClient.CreateQueryFilter($"PartitionKey eq {"a"} and Text eq {"it's 2"}"), "a/r2");
        await MatchesAsync("PartitionKey eq 'a' and Text gt ''", "a/r1 a/r2 a/r3 a/r4 a/r5");

        async Task MatchesAsync(string filter, string expected)
        {
            var keys = new List<string>();
            await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation))
                keys.Add($"{row.PartitionKey}/{row.RowKey}");
            Assert.Equal((filter, expected), (filter, string.Join(' ', keys)));
        }
    }

    [Fact]
    public async Task Query_comes_in_pages_that_can_be_taken_up_again()
    {
        var table = await NewTableAsync();
        for (var partition = 0; partition < 3; partition++)
            await table.SubmitTransactionAsync(
                Enumerable
                    .Range(0, 10)
                    .Select(i => new TableTransactionAction(TableTransactionActionType.Add, Row($"p{partition}", $"r{i}", ""))),
                Cancellation
            );

        var pages = await PagesAsync(null);
        Assert.Equal([7, 7, 7, 6], pages.Select(page => page.Values.Count));
        Assert.Equal(27, pages.SelectMany(page => page.Values).Select(row => row.PartitionKey + row.RowKey).Distinct().Count());
        Assert.Null(pages[^1].ContinuationToken);

        // What changes before the place is not seen, what changes after it is.
        await table.DeleteEntityAsync("p0", "r1", cancellationToken: Cancellation);
        await table.DeleteEntityAsync("p2", "r5", cancellationToken: Cancellation);
        var rest = await PagesAsync(pages[1].ContinuationToken);
        Assert.Equal([7, 5], rest.Select(page => page.Values.Count));
        Assert.Equal(pages[2].Values[0].RowKey, rest[0].Values[0].RowKey);

        Task<List<Page<TableEntity>>> PagesAsync(string? continuation) =>
            table
                .QueryAsync<TableEntity>("RowKey ne 'r9'", maxPerPage: 7, cancellationToken: Cancellation)
                .AsPages(continuation)
                .ToListAsync(Cancellation)
                .AsTask();
    }

    [Fact]
    public async Task Select_answers_the_named_columns_and_the_version()
    {
        var table = await NewTableAsync();
        var version = (await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = "a", ["B"] = "b" }, Cancellation))
            .Headers
            .ETag!
            .Value;

        var queried = await table
            .QueryAsync<TableEntity>(select: ["RowKey", "B", "None"], cancellationToken: Cancellation)
            .SingleAsync(Cancellation);
        var got = (await table.GetEntityIfExistsAsync<TableEntity>("p", "r", ["RowKey", "B", "None"], Cancellation)).Value!;
        foreach (var row in new[] { queried, got })
            Assert.Equal(
                (null, "r", null, "b", null, version),
                (row.PartitionKey, row.RowKey, row.GetString("A"), row.GetString("B"), row.GetString("None"), row.ETag)
            );
    }

    private static TableEntity Row(string partition, string row, string text) => new(partition, row) { ["Text"] = text };

    private static async Task RefusesAsync(int status, string code, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(call);
        Assert.Equal((status, code), (refusal.Status, refusal.ErrorCode));
    }

    private static async Task<string> AllAsync(TableClient table) =>
        string.Join(
            ' ',
            await table
                .QueryAsync<TableEntity>(cancellationToken: Cancellation)
                .Select(row => $"{row.RowKey}:{row.GetString("Text")}")
                .ToListAsync(Cancellation)
        );

    private async Task<TableClient> NewTableAsync()
    {
        var name = "T" + Guid.NewGuid().ToString("N");
        await tables.CreateTableIfNotExistsAsync(name, Cancellation);
        await tables.CreateTableIfNotExistsAsync(name, Cancellation);
        return tables.GetTableClient(name);
    }
}
