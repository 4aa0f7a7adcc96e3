using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Asks an order's payment provider to collect what is due, and writes down that it is waited for. Keyed (order, reference).
/// </summary>
public sealed class PaymentCollector(StepRecorder steps, OrderStore orders, PaymentProviderRegistry providers)
{
    /// <returns>Where the customer pays.</returns>
    /// <exception cref="PaymentRefusedException">The provider will not collect it.</exception>
    public async Task<string> AskAsync(PaymentDemand demand, CancellationToken cancellation)
    {
        var order = await orders.GetAsync(demand.OrderId, cancellation);
        var provider = providers.Named(order.PaymentProvider);
        var request = await provider.RequestAsync(
            new PaymentToCollect(
                order.OrderId,
                order.OrderNumber,
                demand.Due,
                demand.Received,
                order.PaymentMethod,
                demand.Until,
                demand.Reference
            )
            {
                Grace = order.Windows.CryptoGrace,
            },
            cancellation
        );
        var isNew =
            demand.Step is { } step
            && await steps.WriteAsync(step with { State = step.State with { PaymentUrl = request.Url } }, cancellation);
        if (!isNew && await HasStoppedAsync(demand.OrderId, cancellation))
        {
            await provider.CancelAsync(demand.OrderId, cancellation);
        }

        return request.Url;
    }

    /// <summary>Whoever asks may have stood still since before the order was stopped, and its request withdrawn.</summary>
    private async Task<bool> HasStoppedAsync(string orderId, CancellationToken cancellation) =>
        await orders.FindStatusAsync(orderId, cancellation) is { } status && (status == OrderStatus.Cancelling || status.IsFinal());
}

/// <param name="Received"><inheritdoc cref="PaymentToCollect" path="/param[@name='Received']"/></param>
/// <param name="Reference">Empty for the order itself; another for each price adjustment that is collected later.</param>
/// <param name="Step">The step that waits for the money; the page where the customer pays is added to it. Null: another step will tell.</param>
public sealed record PaymentDemand(string OrderId, Money Due, Money Received, DateTimeOffset Until, string Reference, Progress? Step);
