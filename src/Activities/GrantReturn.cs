using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Commands;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>Grants a return that nobody asked for: the order was cancelled when the carrier had the goods already. Keyed (order, occasion).</summary>
public sealed class GrantReturn(OrderStore orders, ReturnDesk desk, TimeProvider time)
{
    [Function(nameof(GrantReturn))]
    public async Task<ReturnRequested> RunAsync([ActivityTrigger] ReturnToGrant wanted, CancellationToken cancellation)
    {
        var record = await orders.FindAsync(wanted.OrderId, cancellation) ?? throw new UnreachableException("An order that was delivered has a record.");
        return ReturnRequested.Of(await desk.GrantAsync(record, wanted.Occasion, wanted.Lines, "cancelled_after_hand_over", time.GetUtcNow(), cancellation));
    }
}

/// <param name="Occasion">The cancel request behind it.</param>
public sealed record ReturnToGrant(string OrderId, string Occasion, IReadOnlyList<ParcelLine> Lines);
