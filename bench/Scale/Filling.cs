using Azure;
using Azure.Data.Tables;

namespace Bench.Scale;

/// <summary>Puts many waiting orders into storage, without the app.</summary>
internal sealed class Filling(TableServiceClient tables)
{
    private const int OrdersOfOneBatch = 250;
    private const int MostRowsOfTransaction = 100;
    private const int AtOnce = 16;

    /// <param name="orders">For each order its rows.</param>
    /// <param name="done">Is called with the number of orders that are stored.</param>
    /// <returns>The orders that are stored: fewer than asked for, if the storage gave up.</returns>
    public async Task<int> PutAsync(IEnumerable<IEnumerable<StoredRow>> orders, Action<int> done)
    {
        var stored = 0;
        foreach (var batch in orders.Chunk(OrdersOfOneBatch))
        {
            var writes = batch
                .SelectMany(rows => rows)
                .GroupBy(row => (row.Table, row.Row.PartitionKey))
                .SelectMany(group =>
                    group.Select(row => row.Row).Chunk(MostRowsOfTransaction).Select(rows => (group.Key.Table, Rows: rows))
                );
            try
            {
                await Parallel.ForEachAsync(
                    writes,
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                    async (write, _) => await WriteAsync(tables.GetTableClient(write.Table), write.Rows)
                );
            }
            catch (Exception e) when (e is RequestFailedException or AggregateException or OperationCanceledException)
            {
                await Console.Error.WriteLineAsync($"The storage took no more: {e.Message}");
                return stored;
            }

            stored += batch.Length;
            done(batch.Length);
        }

        return stored;
    }

    private static async Task WriteAsync(TableClient table, TableEntity[] rows)
    {
        // What orders share is there since the first of them.
        if (rows is [var row])
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace);
        else
            await table.SubmitTransactionAsync(
                rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))
            );
    }
}
