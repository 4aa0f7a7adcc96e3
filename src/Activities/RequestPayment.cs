using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Asks the order's payment provider to collect what is due, and writes down that it is waited for; answers where the customer pays. Keyed
/// (order, reference).
/// </summary>
public sealed class RequestPayment(StepRecorder steps, OrderStore orders, PaymentProviderRegistry providers)
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

            if (demand.Step is { } step)
            {
                await steps.WriteAsync(step with { State = step.State with { PaymentUrl = request.Url } }, cancellation);
            }

            return request.Url;
        });
    }

    /// <summary>Whoever asks may have stood still since before the order was stopped, and its request withdrawn.</summary>
    private async Task<bool> HasStoppedAsync(string orderId, CancellationToken cancellation) =>
        await orders.FindStatusAsync(orderId, cancellation) is { } status && (status == OrderStatus.Cancelling || status.IsFinal());
}

/// <param name="Reference">Empty for the order itself; another for each price adjustment that is collected later.</param>
/// <param name="Step">The step that waits for the money; the page where the customer pays is added to it. Null: another step will tell.</param>
public sealed record PaymentDemand(string OrderId, Money Due, DateTimeOffset Until, string Reference, Progress? Step);
