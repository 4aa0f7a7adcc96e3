using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/refund-address</c>: where a payment in crypto goes back to. Personal data: sealed, shown to operations only.</summary>
public sealed class GiveRefundAddress(OrderStore orders, ContactStore contacts)
{
    [Function(nameof(GiveRefundAddress))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/refund-address")] HttpRequest request,
        string orderId,
        CancellationToken cancellation)
    {
        var (address, problem) = await JsonRequest.ReadAsync(request, Read, cancellation);
        if (address is null)
            return problem!;
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        if (!Waits(record))
            return Problem.Conflict("urn:orders:no-refund-in-kind", "No refund waits for an address.", ReasonTexts.For("no_refund_in_kind", record.Order.Locale), "no_refund_in_kind");
        return await contacts.KeepRefundAddressAsync(record.Order.CustomerId, orderId, address, cancellation)
            ? TypedResults.NoContent()
            : Problem.NotFound("customer");
    }

    private static string Read(JsonInput body)
    {
        var address = body.Text("address", 200);
        if (address.Any(c => c is < '!' or > '~'))
            body.Refuse("address", "Should be visible ASCII characters, without spaces.");
        return address;
    }

    /// <summary>Whether a refund waits for an address. Also of money that came after the order's end: it is asked back in the books, and not settled.</summary>
    internal static bool Waits(OrderRecord record) => record.Order.PaymentMethod == PaymentMethod.Crypto
        && Ledgers.Balance(record.Ledger, LedgerAccount.RefundsUnderWay, record.Order.Total.Currency).Amount != 0;
}
