using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands;

/// <summary>
/// Finds orders by what a person of operations has in hand. Several criteria narrow the answer. Of open orders of a status or an age, those
/// that stand in it the longest come first; otherwise the last moved come first. What does not fit into an answer is at its end, and the
/// answer says that there is more.
/// </summary>
public sealed class OrderSearch(
    OrderStore orders,
    ContactIndex people,
    StatusIndex statuses,
    WaybillIndex waybills,
    CaseIndex cases,
    CarrierRegistry carriers
)
{
    /// <summary>No answer is longer.</summary>
    public const int Most = 100;

    // Of one customer, or one e-mail address.
    private const int MostRead = 500;

    public async Task<FoundOrders> FindAsync(OrderCriteria wanted, DateTimeOffset now, CancellationToken cancellation)
    {
        DateTimeOffset? before = wanted.OlderThan is { } age ? now - age : null;
        if (await IdsAsync(wanted, cancellation) is { } ids)
        {
            var named = (await ReadAsync(ids, cancellation)).Where(order =>
                (wanted.Status is null || order.Status == wanted.Status) && (before is null || order.Since < before)
            );
            return Cut(named.OrderByDescending(order => order.Since), ids.Count > MostRead);
        }

        if (wanted.Status is { } end && end.IsFinal())
            return Cut(await statuses.FinishedAsync(end, before, cancellation).Select(Found).Take(Most + 1).ToListAsync(cancellation));
        return Cut((await statuses.OpenAsync(wanted.Status, before, Most + 1, cancellation)).Select(Found));
    }

    /// <summary>The ids that fit all the criteria that name orders; null if there is no such criterion.</summary>
    private async Task<IReadOnlyCollection<string>?> IdsAsync(OrderCriteria wanted, CancellationToken cancellation)
    {
        HashSet<string>? ids = null;
        if (wanted.OrderNumber is { } number)
            Narrow(OrderIds.Normalise(number) is { } known ? [await orders.FindIdAsync(known, cancellation)] : []);
        if (wanted.Waybill is { } waybill)
            Narrow(
                await Task.WhenAll(
                    carriers.Names.Select(async carrier => (await waybills.FindAsync(carrier, waybill, cancellation))?.OrderId)
                )
            );
        if (wanted.Rma is { } rma)
            Narrow(OrderIds.NormaliseRma(rma) is { } given ? [(await cases.FindAsync(CaseKind.Return, given, cancellation))?.OrderId] : []);
        if (wanted.Claim is { } claim)
            Narrow([(await cases.FindAsync(CaseKind.Claim, claim, cancellation))?.OrderId]);
        if (wanted.Email is { } email)
            Narrow(await people.OrdersOfAsync(email, cancellation));
        if (wanted.CustomerId is { } customerId)
            Narrow(await OfCustomerAsync(customerId, cancellation));
        return ids;

        void Narrow(IEnumerable<string?> found)
        {
            var these = found.OfType<string>().ToHashSet(StringComparer.Ordinal);
            ids = ids is null ? these : [.. ids.Intersect(these)];
        }
    }

    private async Task<IReadOnlyList<string>> OfCustomerAsync(string customerId, CancellationToken cancellation)
    {
        var ids = new List<string>();
        string? continuation = null;
        do
        {
            var page = await orders.OfCustomerAsync(customerId, status: null, continuation, cancellation);
            ids.AddRange(page.Orders.Select(order => order.OrderId));
            continuation = page.Continuation;
        } while (continuation is not null && ids.Count <= MostRead);
        return ids;
    }

    private async Task<IReadOnlyList<FoundOrder>> ReadAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        List<FoundOrder> found = [];
        foreach (var some in ids.Take(MostRead).Chunk(Most))
        {
            var records = await Task.WhenAll(some.Select(id => orders.FindAsync(id, cancellation)));
            found.AddRange(records.OfType<OrderRecord>().Select(record => FoundOrder.Of(record.Order, record.State)));
        }

        return found;
    }

    private static FoundOrder Found(OpenOrder row) =>
        new(row.OrderId, row.OrderNumber, row.CustomerId, row.Status, row.Since, FoundOrder.Due(row.Waits, row.DueBy));

    private static FoundOrders Cut(IEnumerable<FoundOrder> fit, bool unread = false)
    {
        var shown = fit.Take(Most + 1).ToList();
        return new([.. shown.Take(Most)], unread || shown.Count > Most);
    }
}

public sealed record OrderCriteria
{
    public string? OrderNumber { get; init; }

    public string? CustomerId { get; init; }

    public string? Email { get; init; }

    public string? Waybill { get; init; }

    public string? Rma { get; init; }

    public string? Claim { get; init; }

    /// <summary>Without any criterion beside it and <see cref="OlderThan"/>: of all orders, or of the open ones if null.</summary>
    public OrderStatus? Status { get; init; }

    /// <summary>In their status for longer than this.</summary>
    public TimeSpan? OlderThan { get; init; }
}

/// <param name="More">There are more that fit, or that may: a narrower search tells.</param>
public sealed record FoundOrders(IReadOnlyList<FoundOrder> Orders, bool More);

/// <param name="Since">In this status.</param>
/// <param name="DueBy">When it should have moved on; absent at its end, and where nothing but the app itself is waited for.</param>
public sealed record FoundOrder(
    string OrderId,
    string OrderNumber,
    string CustomerId,
    OrderStatus Status,
    DateTimeOffset Since,
    DateTimeOffset? DueBy
)
{
    internal static FoundOrder Of(Order order, OrderState state)
    {
        var expected = ExpectedProgress.Of(state, order.Windows.Silence);
        var due = expected is null ? null : Due(expected.WaitsFor, expected.DueBy);
        return new(order.OrderId, order.OrderNumber, order.CustomerId, state.Status, state.Since, due);
    }

    /// <summary>What the app does by itself is due at once, which would make every order look late; the watchdog sees to those.</summary>
    internal static DateTimeOffset? Due(string waitsFor, DateTimeOffset due) => waitsFor is "" or ExpectedProgress.App ? null : due;
}
