using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.Payments;

/// <summary>Where a payment in crypto goes back to. Personal data: sealed, shown to operations only.</summary>
public sealed class GiveRefundAddressCommand(OrderStore orders, ContactStore contacts)
{
    public async Task<Outcome<OrderRecord>> RunAsync(string orderId, string address, CancellationToken cancellation)
    {
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return new Missing("order");
        if (!RefundEntries.WaitForAddress(record.Order, record.Ledger))
            return new Refusal(Refused.RefundAddress, ReasonCode.NoRefundInKind) { Locale = record.Order.Locale };
        return await contacts.KeepRefundAddressAsync(record.Order.CustomerId, orderId, address, cancellation)
            ? new Done<OrderRecord>(record)
            : new Missing("customer");
    }
}
