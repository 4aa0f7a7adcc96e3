using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Orders;
using Soak.Harness;

namespace Bench.Scale;

/// <summary>
/// All rows that the app and the engine keep of an order that waits, as they were found in storage; to be put in again under other ids.
/// What the sandbox companies keep is not among them, nor are the messages of the engine's timers.
/// </summary>
internal sealed class WaitingOrder
{
    private const string ByStatus = "OrdersByStatus";
    private const string ByCustomer = "OrdersByCustomer";
    private const string History = App.Hub + "History";

    private readonly IReadOnlyList<StoredRow> _rows;
    private readonly IReadOnlyList<string> _names;

    private WaitingOrder(IReadOnlyList<StoredRow> rows, IReadOnlyList<string> names) => (_rows, _names) = (rows, names);

    /// <summary>Reads an order's rows; the storage holds few others.</summary>
    public static async Task<WaitingOrder> ReadAsync(TableServiceClient tables, OrderSeen order, string customerId)
    {
        var all = new List<StoredRow>();
        await foreach (var table in tables.QueryAsync())
        {
            if (table.Name.StartsWith("Sandbox", StringComparison.Ordinal))
                continue;
            await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>())
                all.Add(new(table.Name, row));
        }

        // People are found by hashes of their address and e-mail address.
        var listed = all.Single(row => row.Table == ByCustomer && row.Names([order.Id])).Row;
        string[] names = [order.Id, order.Number, customerId, listed.GetString("EmailHash"), listed.GetString("AddressHash")];
        return new([.. all.Where(row => row.Names(names))], names);
    }

    /// <summary>The rows of another order that stands as this one does.</summary>
    /// <param name="number">Tells its customer from others.</param>
    /// <param name="withHistory">With what the engine needs to go on with it, not only to know of it.</param>
    public IEnumerable<StoredRow> Copy(int number, bool withHistory)
    {
        var id = OrderIds.OrderId(Guid.NewGuid().ToByteArray());
        string[] names =
        [
            id,
            OrderIds.OrderNumber(Guid.NewGuid().ToByteArray().AsSpan(0, OrderIds.OrderNumberBytes)),
            $"c-scale-{Statistics.Text(number, "0")}",
            $"{Guid.NewGuid():N}{Guid.NewGuid():N}"[.._names[3].Length],
            $"{Guid.NewGuid():N}{Guid.NewGuid():N}"[.._names[4].Length],
        ];
        foreach (var row in _rows.Where(row => withHistory || row.Table != History))
        {
            var copy = row.Renamed(_names, names);

            if (row.Table == ByStatus)
                copy.Row.PartitionKey = StatusIndex.PartitionOf(id);
            yield return copy;
        }
    }
}

internal sealed record StoredRow(string Table, TableEntity Row)
{
    /// <summary>Whether a key or a text holds one of some names.</summary>
    public bool Names(IReadOnlyList<string> names) =>
        Row.Select(property => property.Value)
            .OfType<string>()
            .Any(text => names.Any(name => text.Contains(name, StringComparison.Ordinal)));

    /// <summary>The same row with other names in the place of some.</summary>
    public StoredRow Renamed(IReadOnlyList<string> names, IReadOnlyList<string> others)
    {
        var copy = new TableEntity();
        foreach (var (property, value) in Row.Where(property => property.Key is not ("Timestamp" or "odata.etag")))
            copy[property] = value is string text ? names.Zip(others).Aggregate(text, Replaced) : value;
        return new(Table, copy);
    }

    private static string Replaced(string text, (string Name, string Other) pair) =>
        text.Replace(pair.Name, pair.Other, StringComparison.Ordinal);
}
