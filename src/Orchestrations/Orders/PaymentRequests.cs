using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>Where the customer pays: one page at a time, for what is missing.</summary>
internal sealed class PaymentRequests(TaskOrchestrationContext context, OrderJournal journal)
{
    /// <param name="reference">Empty for the order itself; another for each price adjustment that is collected later.</param>
    public async Task OpenAsync(Money due, DateTimeOffset until, string reference = "")
    {
        var url = await context.CallPartnerAsync<string>(
            nameof(RequestPayment),
            new PaymentDemand(journal.OrderId, due, until, reference),
            Retries.Partner
        );
        Show(url);
    }

    /// <summary>The payment provider takes no more money for this order.</summary>
    public Task WithdrawAsync() => context.CallPartnerAsync<bool>(nameof(WithdrawPayment), journal.OrderId, Retries.Partner);

    /// <summary>The customer is not sent there any more.</summary>
    public void Close() => Show(null);

    private void Show(string? url) => journal.Update(state => state with { PaymentUrl = url });
}
