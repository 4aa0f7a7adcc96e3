using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using Lives.Storage;

namespace Lives.Tests.Storage;

public sealed class SimulatedStorageTests : StorageTests
{
    private readonly QueueData _queues;

    public SimulatedStorageTests()
        : this(new QueueData()) { }

    private SimulatedStorageTests(QueueData queues)
        : base(
            new SimulatedTables(new TableData(), OpenGate.Instance),
            new SimulatedQueues(queues, OpenGate.Instance, TimeProvider.System),
            new SimulatedBlobs(new BlobData(), OpenGate.Instance)
        ) => _queues = queues;

    protected override Task<string?> TakeAsync(QueueClient queue) =>
        Task.FromResult(
            _queues.TryTake(queue.Name, TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1), out var message)
                ? message.Body.ToString()
                : null
        );
}

[Collection<AzuriteCollection>]
public sealed class AzuriteStorageTests(AzuriteFixture azurite)
    : StorageTests(
        new TableServiceClient(azurite.ConnectionString),
        new QueueServiceClient(azurite.ConnectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None }),
        new BlobServiceClient(azurite.ConnectionString)
    )
{
    protected override async Task<string?> TakeAsync(QueueClient queue) =>
        (await queue.ReceiveMessageAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Value?.Body.ToString();
}

/// <summary>What the app relies on of tables, queues and blobs, asked of the simulated ones and of the emulator.</summary>
public abstract class StorageTests(TableServiceClient tables, QueueServiceClient queues, BlobServiceClient blobs)
{
    private static readonly DateTimeOffset _time = new(2026, 3, 2, 20, 30, 15, 123, TimeSpan.FromHours(8));
    private static readonly TimeSpan _forever = TimeSpan.FromSeconds(-1);

    private readonly string _name = "n" + Guid.NewGuid().ToString("N");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Row_reads_back_as_it_was_written()
    {
        var table = await NewTableAsync();
        var (id, bytes) = (Guid.NewGuid(), new byte[] { 1, 2, 3 });
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
            var read = (await FindAsync(table, "p", "r"))!;
            Assert.Equal((written.Headers.ETag, "p", "r"), (read.ETag, read.PartitionKey, read.RowKey));
            Assert.Equal(
                ["'字'", 7, 1L << 40, 1.5, true, id, _time, TimeSpan.Zero],
                new[] { "Text", "Int", "Long", "Real", "Flag", "Id", "At" }
                    .Select(name => read[name])
                    .Append(read.GetDateTimeOffset("At")!.Value.Offset)
            );
            Assert.Equal([1, 2, 3], Assert.IsType<byte[]>(read["Bytes"]));
            Assert.Empty(read.GetBinary("Empty"));
            Assert.Null(read.GetString("Nothing"));
            (read.GetBinary("Bytes")[0], read["Text"]) = (9, "changed afterwards");
        }
    }

    [Fact]
    public async Task Write_is_refused_if_the_row_is_there_gone_or_changed()
    {
        var table = await NewTableAsync();
        var first = (await table.AddEntityAsync(Row("p", "r", "first"), Cancellation)).Headers.ETag!.Value;
        var replaced = await table.UpdateEntityAsync(Row("p", "r", "second"), first, TableUpdateMode.Replace, Cancellation);
        var (changed, third) = ("UpdateConditionNotSatisfied", Row("p", "r", "third"));

        await RefusesAsync(409, "EntityAlreadyExists", () => table.AddEntityAsync(third, Cancellation));
        await RefusesAsync(412, changed, () => table.UpdateEntityAsync(third, first, TableUpdateMode.Merge, Cancellation));
        await RefusesAsync(412, changed, () => table.DeleteEntityAsync("p", "r", first, Cancellation));
        await RefusesAsync(404, "TableNotFound", () => tables.GetTableClient("None").AddEntityAsync(third, Cancellation));
        await RefusesAsync(
            404,
            "ResourceNotFound",
            () => table.UpdateEntityAsync(Row("p", "none", ""), ETag.All, TableUpdateMode.Merge, Cancellation)
        );
        Assert.Null(await FindAsync(table, "p", "none"));
        Assert.Equal(404, (await table.DeleteEntityAsync("p", "none", cancellationToken: Cancellation)).Status);

        var read = (await FindAsync(table, "p", "r"))!;
        Assert.Equal(("second", replaced.Headers.ETag), (read.GetString("Text"), read.ETag));
        Assert.NotEqual(first, read.ETag);
        Assert.Equal(204, (await table.DeleteEntityAsync(read, read.ETag, Cancellation)).Status);
        Assert.Null(await FindAsync(table, "p", "r"));
    }

    [Fact]
    public async Task Merge_keeps_what_it_does_not_name_and_replacing_does_not()
    {
        var table = await NewTableAsync();
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = "a", ["B"] = "b" }, TableUpdateMode.Merge, Cancellation);
        var named = new TableEntity("p", "r")
        {
            ["A"] = null,
            ["B"] = "b2",
            ["C"] = "c",
        };
        await table.UpdateEntityAsync(named, ETag.All, TableUpdateMode.Merge, Cancellation);
        Assert.Equal("a,b2,c", await TextAsync());
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["C"] = "c2" }, TableUpdateMode.Merge, Cancellation);
        Assert.Equal("a,b2,c2", await TextAsync());
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = "b3" }, TableUpdateMode.Replace, Cancellation);
        Assert.Equal(",b3,", await TextAsync());

        async Task<string> TextAsync() =>
            await FindAsync(table, "p", "r") is { } read ? $"{read.GetString("A")},{read.GetString("B")},{read.GetString("C")}" : "";
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
        Assert.Equal("gone:1 stale:2", await AllAsync());

        TableTransactionAction[] actions =
        [
            good,
            new(TableTransactionActionType.UpdateReplace, Row("p", "stale", "3"), ETag.All),
            new(TableTransactionActionType.Delete, Row("p", "gone", ""), ETag.All),
            new(TableTransactionActionType.UpsertMerge, Row("p", "put", "1")),
        ];
        var responses = (await table.SubmitTransactionAsync(actions, Cancellation)).Value;
        Assert.Equal("new:1 put:1 stale:3", await AllAsync());
        Assert.Equal((await FindAsync(table, "p", "stale"))!.ETag, responses[1].Headers.ETag);

        async Task FailsAsync(int status, string code, TableTransactionAction bad)
        {
            var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
                table.SubmitTransactionAsync([good, bad], Cancellation)
            );
            Assert.Equal((status, code, 1), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        }

        async Task<string> AllAsync() =>
            string.Join(
                ' ',
                await table
                    .QueryAsync<TableEntity>(cancellationToken: Cancellation)
                    .Select(row => $"{row.RowKey}:{row.GetString("Text")}")
                    .ToListAsync(Cancellation)
            );
    }

    [Fact]
    public async Task Query_answers_the_matching_rows_in_key_order()
    {
        var table = await NewTableAsync();
        foreach (var partition in new[] { "b", "a", "c" })
        {
            for (var i = 5; i >= 1; i--)
            {
                var row = Row(partition, $"r{i}", $"it's {i}");
                row["At"] = _time.AddHours(i);
                await table.AddEntityAsync(row, Cancellation);
            }

            await table.AddEntityAsync(new TableEntity(partition, "R0"), Cancellation);
        }

        await MatchesAsync($"", "a/R0 a/r1 a/r2 a/r3 a/r4 a/r5 b/R0 b/r1 b/r2 b/r3 b/r4 b/r5 c/R0 c/r1 c/r2 c/r3 c/r4 c/r5");
        await MatchesAsync($"PartitionKey eq {"b"}", "b/R0 b/r1 b/r2 b/r3 b/r4 b/r5");
        await MatchesAsync($"PartitionKey eq {"none"}", "");
        await MatchesAsync($"PartitionKey eq {"b"} and RowKey eq {"r3"}", "b/r3");
        await MatchesAsync($"PartitionKey eq {"b"} and RowKey ge {"r2"} and RowKey lt {"r4"}", "b/r2 b/r3");
        await MatchesAsync($"PartitionKey eq {"b"} and RowKey gt {"r2"} and RowKey le {"r4"}", "b/r3 b/r4");
        await MatchesAsync($"PartitionKey gt {"a"} and PartitionKey le {"c"} and RowKey eq {"r1"}", "b/r1 c/r1");
        await MatchesAsync($"PartitionKey ge {"a"} and PartitionKey lt {"c"} and RowKey gt {"r4"}", "a/r5 b/r5");
        await MatchesAsync(
            $"PartitionKey eq {"a"} and (RowKey eq {"r5"} or RowKey eq {"R0"} or (RowKey ge {"r2"} and RowKey lt {"r3"}))",
            "a/R0 a/r2 a/r5"
        );
        await MatchesAsync($"RowKey eq {"r1"} or PartitionKey eq {"c"} and RowKey eq {"r2"}", "a/r1 b/r1 c/r1 c/r2");
        await MatchesAsync($"PartitionKey eq {"a"} and At eq {_time.AddHours(3)}", "a/r3");
        await MatchesAsync($"PartitionKey eq {"a"} and At lt {_time.AddHours(3).ToUniversalTime()}", "a/r1 a/r2");
        await MatchesAsync($"PartitionKey eq {"a"} and Text eq {"it's 2"}", "a/r2");
        await MatchesAsync($"PartitionKey eq {"a"} and Text gt {""}", "a/r1 a/r2 a/r3 a/r4 a/r5");

        async Task MatchesAsync(FormattableString filter, string expected)
        {
            var text = TableClient.CreateQueryFilter(filter);
            var keys = await table
                .QueryAsync<TableEntity>(text, cancellationToken: Cancellation)
                .Select(row => $"{row.PartitionKey}/{row.RowKey}")
                .ToListAsync(Cancellation);
            Assert.Equal((text, expected), (text, string.Join(' ', keys)));
        }
    }

    [Fact]
    public async Task Query_comes_in_pages_that_can_be_taken_up_again()
    {
        var table = await NewTableAsync();
        foreach (var partition in new[] { "p0", "p1", "p2" })
        {
            var rows = Enumerable.Range(0, 10).Select(i => Row(partition, $"r{i}", ""));
            await table.SubmitTransactionAsync(
                rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)),
                Cancellation
            );
        }

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
                .QueryAsync<TableEntity>("RowKey lt 'r9'", maxPerPage: 7, cancellationToken: Cancellation)
                .AsPages(continuation)
                .ToListAsync(Cancellation)
                .AsTask();
    }

    [Fact]
    public async Task Select_answers_the_named_columns_and_the_version()
    {
        var table = await NewTableAsync();
        var written = await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = "a", ["B"] = "b" }, Cancellation);
        string[] select = ["RowKey", "B", "None"];

        var queried = await table.QueryAsync<TableEntity>(select: select, cancellationToken: Cancellation).SingleAsync(Cancellation);
        var got = (await table.GetEntityIfExistsAsync<TableEntity>("p", "r", select, Cancellation)).Value!;
        foreach (var row in new[] { queried, got })
        {
            Assert.Equal(((string?)null, "r", written.Headers.ETag!.Value), (row.PartitionKey, row.RowKey, row.ETag));
            Assert.Equal((null, "b", null), (row.GetString("A"), row.GetString("B"), row.GetString("None")));
        }
    }

    [Fact]
    public async Task Messages_are_taken_in_sending_order_unless_delayed()
    {
        var queue = queues.GetQueueClient(_name);
        await RefusesAsync(404, "QueueNotFound", () => queue.SendMessageAsync("text", TimeSpan.Zero, _forever, Cancellation));
        Assert.Equal(201, (await queue.CreateIfNotExistsAsync(cancellationToken: Cancellation)).Status);
        await queue.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        await queue.SendMessageAsync("<later>", TimeSpan.FromHours(1), _forever, Cancellation);
        await queue.SendMessageAsync("<first> \"字\"", TimeSpan.Zero, _forever, Cancellation);

        // Less than a second is none.
        await queue.SendMessageAsync("<second>", TimeSpan.FromMilliseconds(999), _forever, Cancellation);
        await RefusesAsync(
            400,
            "OutOfRangeQueryParameterValue",
            () => queue.SendMessageAsync("text", TimeSpan.FromDays(8), _forever, Cancellation)
        );
        await RefusesAsync(
            413,
            "RequestBodyTooLarge",
            () => queue.SendMessageAsync(new string('x', (64 * 1024) + 1), TimeSpan.Zero, _forever, Cancellation)
        );

        Assert.Equal(["<first> \"字\"", "<second>", null], [await TakeAsync(queue), await TakeAsync(queue), await TakeAsync(queue)]);
        Assert.Contains(
            queue.Name,
            await queues.GetQueuesAsync(cancellationToken: Cancellation).Select(item => item.Name).ToListAsync(Cancellation)
        );
    }

    [Fact]
    public async Task Blobs_are_written_read_listed_and_removed()
    {
        var container = blobs.GetBlobContainerClient(_name);
        Assert.NotNull(await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: Cancellation));
        Assert.Null(await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: Cancellation));
        Assert.True(await container.ExistsAsync(Cancellation));
        foreach (var name in new[] { "20260302/b", "20260302/a", "20260301/c", "20260302/a" })
        {
            var options = new BlobUploadOptions { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["order"] = name } };
            await container.GetBlobClient(name).UploadAsync(new BinaryData($"content of {name}"), options, Cancellation);
        }

        var content = await container.GetBlobClient("20260302/b").DownloadContentAsync(Cancellation);
        Assert.Equal("content of 20260302/b", content.Value.Content.ToString());
        Assert.Equal(
            ["20260302/a=20260302/a", "20260302/b=20260302/b"],
            await ListAsync(BlobTraits.Metadata, "20260302/", blob => $"{blob.Name}={blob.Metadata["order"]}")
        );
        Assert.Equal(["20260301/c", "20260302/a", "20260302/b"], await ListAsync(BlobTraits.None, null, blob => blob.Name));

        Assert.True(await container.DeleteBlobIfExistsAsync("20260302/b", cancellationToken: Cancellation));
        Assert.False(await container.DeleteBlobIfExistsAsync("20260302/b", cancellationToken: Cancellation));
        await RefusesAsync(404, "BlobNotFound", () => container.GetBlobClient("20260302/b").DownloadContentAsync(Cancellation));
        Assert.Equal(["20260302/a"], await ListAsync(BlobTraits.None, "20260302/", blob => blob.Name));

        async Task<List<string>> ListAsync(BlobTraits traits, string? prefix, Func<BlobItem, string> text) =>
            await container
                .GetBlobsAsync(new GetBlobsOptions { Traits = traits, Prefix = prefix }, Cancellation)
                .Select(text)
                .ToListAsync(Cancellation);
    }

    [Fact]
    public async Task Missing_container_is_said_to_be_missing()
    {
        var container = blobs.GetBlobContainerClient(_name);
        var blob = container.GetBlobClient("a");
        Assert.False(await container.ExistsAsync(Cancellation));
        Assert.False(await container.DeleteBlobIfExistsAsync("a", cancellationToken: Cancellation));
        var missing = "ContainerNotFound";
        await RefusesAsync(404, missing, () => blob.UploadAsync(new BinaryData("a"), new BlobUploadOptions(), Cancellation));
        await RefusesAsync(404, missing, () => blob.DownloadContentAsync(Cancellation));
        await RefusesAsync(404, missing, () => container.GetBlobsAsync(new GetBlobsOptions(), Cancellation).ToListAsync().AsTask());
    }

    /// <summary>The text of the next message, which stays hidden for a while.</summary>
    protected abstract Task<string?> TakeAsync(QueueClient queue);

    private static TableEntity Row(string partition, string row, string text) => new(partition, row) { ["Text"] = text };

    private static async Task<TableEntity?> FindAsync(TableClient table, string partition, string row) =>
        await table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: Cancellation) is { HasValue: true } found
            ? found.Value
            : null;

    private static async Task RefusesAsync(int status, string code, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(call);
        Assert.Equal((status, code), (refusal.Status, refusal.ErrorCode));
    }

    private async Task<TableClient> NewTableAsync()
    {
        await tables.CreateTableIfNotExistsAsync(_name, Cancellation);
        await tables.CreateTableIfNotExistsAsync(_name, Cancellation);
        return tables.GetTableClient(_name);
    }
}
