using Azure.Data.Tables;
using CsCheck;
using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage.AzureStorage;
using Orders.Tests;
using static Runtime.Tests.Storage.Samples;

namespace Runtime.Tests.Storage;

/// <summary>A history row is the event that was written, or a clear error; whatever somebody did to it.</summary>
public sealed class HistoryRowPropertyTests
{
    private static readonly HistoryEvent[] _events = [.. AllEvents(Start("order-1")).Append(Start("order-1") with { Parent = new("Parent", null, "p-1", "e0", 7), TraceParent = "00-t-01" })];

    private static readonly Gen<object?> _values = Gen.OneOf(
        Mutations.Of("{\"Name\":\"P\",\"OrchestrationInstance\":{\"InstanceId\":\"p\",\"ExecutionId\":\"e\"},\"TaskScheduleId\":7}", "{\"a\":\"b\"}", "null", "[]", "Completed", "99", "TaskCompleted").Select(text => (object?)text),
        Gen.Int.Select(number => (object?)number),
        Gen.Bool.Select(flag => (object?)flag),
        Gen.Byte.Array[0, 20].Select(bytes => (object?)bytes),
        Gen.Const((object?)null));

    [Fact]
    public void Every_event_comes_back_as_it_was() => Assert.All(_events, written =>
        Assert.Equivalent(written, HistoryFormat.FromEntity(HistoryFormat.ToEntity("order-1", "0", (written as ExecutionStarted)?.ExecutionId ?? "e-1", written)), strict: true));

    [Fact]
    public void Row_with_anything_in_one_column_is_an_event_or_a_clear_error() => Gen.Select(Gen.Int[0, _events.Length - 1], Gen.Int[0, 30], _values).Sample(
        (which, column, value) =>
        {
            var row = HistoryFormat.ToEntity("order-1", "0", "e-1", _events[which]);
            string[] columns = [.. row.Keys.Except(["PartitionKey", "RowKey"])];
            row[columns[column % columns.Length]] = value;
            try
            {
                Assert.NotNull(HistoryFormat.FromEntity(row));
            }
            catch (InvalidDataException e)
            {
                Assert.Contains("order-1", e.Message, StringComparison.Ordinal);
            }
        },
        iter: 4000);

    [Fact]
    public void Status_that_there_is_not_is_no_status()
    {
        var row = HistoryFormat.ToEntity("order-1", "0", "e-1", new ExecutionCompleted(1, Noon, OrchestrationStatus.Completed, null, null));
        row["OrchestrationStatus"] = "99";

        Assert.Throws<InvalidDataException>(() => HistoryFormat.FromEntity(row));
    }
}
