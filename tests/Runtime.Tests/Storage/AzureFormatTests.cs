using Azure.Data.Tables;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage.AzureStorage;
using Microsoft.Extensions.Logging.Abstractions;
using static Runtime.Tests.Storage.Samples;

namespace Runtime.Tests.Storage;

/// <summary>The stored rows are those of an official task hub, key for key and column for column; what is ours comes on top.</summary>
public sealed class AzureFormatTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a/b\\c#d?e^f", "a^0b^1c^2d^3e^^f")]
    [InlineData("\u0001\u001f\u007f\u009f", "^\u00c1^\u00df^\u013f^\u015f")]
    [InlineData("100%-订单", "100%-订单")]
    public void Key_of_an_id_is_escaped_as_officially_and_back(string id, string key)
    {
        Assert.Equal(key, TableKeys.Escape(id));
        Assert.Equal(id, TableKeys.Unescape(key));
    }

    [Fact]
    public async Task Rows_have_the_official_keys_and_columns()
    {
        var name = AzuriteFixture.NewHubName();
        var tables = AzureHubClients.Tables(azurite.ConnectionString);
        var blobs = AzureHubClients.Blobs(azurite.ConnectionString);
        await using var store = new AzureHubStore(new(name, tables, blobs), TimeProvider.System, NullLogger<AzureHubStore>.Instance);
        await store.EnsureCreatedAsync(Cancellation);
        var start = Start("order/1") with { Parent = new("Parent", null, "p/1", "e0", 7), TraceParent = "00-t-01", Version = "1", ScheduledStartTime = Noon };
        var created = await store.CreateInstanceAsync(start, NoStatus, Cancellation);

        var instance = (await tables.GetTableClient(name + "Instances").GetEntityAsync<TableEntity>("order^01", "", cancellationToken: Cancellation)).Value;
        AssertColumns(
            instance,
            ("Input", "\"in\""), ("Name", "Sequence"), ("Version", "1"), ("CreatedTime", Noon), ("LastUpdatedTime", Noon), ("RuntimeStatus", "Pending"), ("ExecutionId", start.ExecutionId),
            ("ScheduledStartTime", Noon), ("Generation", 0), ("Tags", "null"), ("TaskHubName", name), ("CustomStatus", "null"));

        var large = new string('x', 40_000);
        var row = Row(start, OrchestrationStatus.Failed) with { CustomStatus = "{\"a\":1}", Failure = Failure("boom"), CompletedTime = Noon };
        var events = AllEvents(start).Append(new TaskCompleted(Noon, 9, large)).ToList();
        await store.CheckpointAsync(HubStoreSuite.Step(created.State!, events, row), Cancellation);

        instance = (await tables.GetTableClient(name + "Instances").GetEntityAsync<TableEntity>("order^01", "", cancellationToken: Cancellation)).Value;
        AssertColumns(
            instance,
            ("Input", "\"in\""), ("RuntimeStatus", "Failed"), ("Output", "System.InvalidOperationException: boom"), ("CompletedTime", Noon), ("CustomStatus", "{\"a\":1}"));

        var history = (await tables.GetTableClient(name + "History").QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation)).ToDictionary(r => r.RowKey, StringComparer.Ordinal);
        Assert.Equal(events.Count + 1, history.Count);
        Assert.All(history.Values, r => Assert.Equal("order^01", r.PartitionKey));
        Assert.All(events.Select((e, i) => (Event: e, Row: history[i.ToString("X16")])), pair =>
            AssertColumns(pair.Row, ("EventType", pair.Event.GetType().Name), ("EventId", pair.Event.EventId), ("_Timestamp", pair.Event.Timestamp), ("ExecutionId", start.ExecutionId)));
        TableEntity Of(HistoryEvent e) => history[events.IndexOf(e).ToString("X16")];
        AssertColumns(
            Of(start),
            ("Name", "Sequence"), ("Version", "1"), ("Input", "\"in\""), ("Tags", "null"), ("ScheduledStartTime", Noon), ("IsPlayed", true),
            ("OrchestrationInstance", $"{{\"InstanceId\":\"order/1\",\"ExecutionId\":\"{start.ExecutionId}\"}}"),
            ("ParentInstance", "{\"Name\":\"Parent\",\"OrchestrationInstance\":{\"InstanceId\":\"p/1\",\"ExecutionId\":\"e0\"},\"TaskScheduleId\":7,\"Version\":null}"),
            ("ParentTraceContext", "{\"TraceParent\":\"00-t-01\"}"));
        AssertColumns(Of(events[2]), ("Name", "Reserve"), ("Version", "1.2"), ("Input", "[\"x\"]"), ("Tags", "{\"a\":\"1\"}"), ("IsPlayed", false));
        AssertColumns(Of(events[3]), ("TaskScheduledId", 0), ("Result", "\"one\""), ("IsPlayed", true));
        AssertColumns(Of(events[4]), ("TaskScheduledId", 1), ("Reason", "no stock"));
        Assert.StartsWith("{\"ErrorType\":\"System.InvalidOperationException\",\"ErrorMessage\":\"no stock\"", Of(events[4]).GetString("FailureDetails"), StringComparison.Ordinal);
        AssertColumns(Of(events[5]), ("InstanceId", "child/1"), ("Name", "Shipment"));
        AssertColumns(Of(events[8]), ("FireAt", Noon.AddDays(30)));
        AssertColumns(Of(events[9]), ("TimerId", 4), ("FireAt", Noon.AddDays(30)));
        AssertColumns(Of(events[18]), ("OrchestrationStatus", "Completed"), ("Result", "\"done\""), ("FailureDetails", "null"));

        var index = (events.Count - 1).ToString("X16");
        Assert.Equal("", history[index].GetString("Result"));
        Assert.Matches($"^order\\^01/history-{index}-TaskCompleted-[0-9a-f]{{8}}-Result\\.json\\.gz$", history[index].GetString("ResultBlobName"));
        Assert.True(await blobs.GetBlobContainerClient(name.ToLowerInvariant() + "-largemessages").GetBlobClient(history[index].GetString("ResultBlobName")).ExistsAsync(Cancellation));

        AssertColumns(history["sentinel"], ("ExecutionId", start.ExecutionId), ("IsCheckpointComplete", true));
        Assert.NotNull(history["sentinel"].GetDateTime("CheckpointCompletedTimestamp"));
    }

    [Fact]
    public void Transaction_that_only_Azurite_would_take_is_refused()
    {
        static TableTransactionAction Action(string partition, string row, object? value = null) =>
            new(TableTransactionActionType.UpsertReplace, new TableEntity(partition, row) { ["Value"] = value ?? "1" });

        TableLimits.Check([.. Enumerable.Range(0, 100).Select(i => Action("p", $"{i}"))]);
        Assert.Throws<InvalidOperationException>(() => TableLimits.Check([Action("p", "1"), Action("q", "2")]));
        Assert.Throws<InvalidOperationException>(() => TableLimits.Check([.. Enumerable.Range(0, 101).Select(i => Action("p", $"{i}"))]));
        Assert.Throws<InvalidOperationException>(() => TableLimits.Check([Action("p", "1"), Action("p", "1")]));
        Assert.Throws<InvalidOperationException>(() => TableLimits.Check(new List<TableTransactionAction>()));
        Assert.Throws<InvalidOperationException>(() => TableLimits.Check([Action("p", "1", new string('x', 33_000))]));
        Assert.Throws<InvalidOperationException>(() => TableLimits.Check([Action("p/q", "1")]));
        Assert.Throws<InvalidOperationException>(() => TableLimits.Check([Action(new string('p', 513), "1")]));
        var wide = new TableEntity("p", "1");
        for (var i = 0; i < 20; i++)
            wide[$"C{i}"] = new string('x', 30_000);
        Assert.Throws<InvalidOperationException>(() => TableLimits.Check(wide));
    }

    private static void AssertColumns(TableEntity row, params IEnumerable<(string Column, object Value)> expected)
    {
        foreach (var (column, value) in expected)
        {
            Assert.True(row.ContainsKey(column), $"{row.RowKey} has no column {column}");
            Assert.Equal(value, value is DateTime ? row.GetDateTime(column) : row[column]);
        }
    }
}
