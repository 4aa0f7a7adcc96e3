using Lives.Storage;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>The rows of the orders as they are at this moment, read once when they are written.</summary>
internal sealed class Books
{
    private readonly Dictionary<string, OrderState> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Order> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, ParcelState>> _parcels = new(StringComparer.Ordinal);

    private readonly Dictionary<string, Dictionary<string, CaseState>> _cases = new(StringComparer.Ordinal);

    public OrderState? State(string orderId) => _states.GetValueOrDefault(orderId);

    public Order? Order(string orderId) => _orders.GetValueOrDefault(orderId);

    /// <summary>Claims, returns and requests.</summary>
    public IReadOnlyCollection<CaseState> Cases(string orderId) => _cases.TryGetValue(orderId, out var cases) ? cases.Values : [];

    public IEnumerable<ParcelState> Parcels(string orderId) => _parcels.TryGetValue(orderId, out var parcels) ? parcels.Values : [];

    public void OnRow(string table, StoredRow row)
    {
        if (table != StorageSchema.Orders)
            return;
        if (row.Key == OrderRows.State)
        {
            _states[row.PartitionKey] = row.Read<OrderState>();
        }
        else if (row.Key == OrderRows.Order)
        {
            _orders[row.PartitionKey] = row.Read<Order>();
        }
        else if (row.Key.StartsWith(OrderRows.ParcelPrefix, StringComparison.Ordinal))
        {
            if (!_parcels.TryGetValue(row.PartitionKey, out var parcels))
                _parcels[row.PartitionKey] = parcels = [];
            var parcel = row.Read<ParcelState>();
            parcels[parcel.Number] = parcel;
        }
        else if (row.Key.StartsWith(OrderRows.CasePrefix, StringComparison.Ordinal))
        {
            if (!_cases.TryGetValue(row.PartitionKey, out var cases))
                _cases[row.PartitionKey] = cases = new Dictionary<string, CaseState>(StringComparer.Ordinal);
            cases[row.Key] = row.Read<CaseState>();
        }
    }
}
