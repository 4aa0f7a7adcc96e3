using Microsoft.Azure.Functions.Worker;

namespace Orders.Functions.Activities;

/// <inheritdoc cref="PaymentCollector"/>
public sealed class RequestPayment(PaymentCollector collector)
{
    [Function(nameof(RequestPayment))]
    public Task<PartnerAnswer<string>> RunAsync([ActivityTrigger] PaymentDemand demand, CancellationToken cancellation) =>
        PartnerAnswer.OfAsync(() => collector.AskAsync(demand, cancellation));
}
