using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>Asks the order's payment provider to collect what is due; answers where the customer pays. Keyed (order, reference).</summary>
public sealed class RequestPayment(OrderStore orders, PaymentProviderRegistry providers)
{
    [Function(nameof(RequestPayment))]
    public async Task<PartnerAnswer<string>> RunAsync([ActivityTrigger] PaymentDemand demand, CancellationToken cancellation)
    {
        var order = await orders.GetAsync(demand.OrderId, cancellation);
        var provider = providers.Named(order.PaymentProvider);
        return await PartnerAnswer.OfAsync(async () =>
        {
            var request = await provider.RequestAsync(
                order.OrderId,
                order.OrderNumber,
                demand.Due,
                order.PaymentMethod,
                demand.Until,
                demand.Reference,
                cancellation
            );
            if (await HasStoppedAsync(demand.OrderId, cancellation))
            {
                await provider.CancelAsync(demand.OrderId, cancellation);
            }

            return request.Url;
        });
    }

    /// <summary>Whoever asks may have stood still since before the order was stopped, and its request withdrawn.</summary>
    private async Task<bool> HasStoppedAsync(string orderId, CancellationToken cancellation) =>
        await orders.FindAsync(orderId, cancellation) is { State.Status: var status }
        && (status == OrderStatus.Cancelling || status.IsFinal());
}

/// <param name="Reference">Empty for the order itself; another for each price adjustment that is collected later.</param>
public sealed record PaymentDemand(string OrderId, Money Due, DateTimeOffset Until, string Reference = "");
