using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>Where the customer pays: one page at a time, for what is missing.</summary>
internal sealed class PaymentRequests(TaskOrchestrationContext context, OrderJournal journal)
{
    /// <summary>Asks for money; that it is waited for is written down with the page where it is paid.</summary>
    /// <param name="reference">Empty for the order itself; another for each price adjustment that is collected later.</param>
    /// <param name="say">Says that it is waited for.</param>
    public Task OpenAsync(Money due, DateTimeOffset until, string reference, Action say) =>
        journal.WriteByAsync(say, step => AskAsync(due, until, reference, step), (state, url) => state with { PaymentUrl = url });

    /// <summary>Asks for another amount in a window that runs; what is written down of it follows.</summary>
    /// <returns>False if the page is the one that it was.</returns>
    public async Task<bool> ReplaceAsync(Money due, DateTimeOffset until, string reference)
    {
        var url = await AskAsync(due, until, reference, step: null);
        var isNew = url != journal.State.PaymentUrl;
        journal.Update(state => state with { PaymentUrl = url });
        return isNew;
    }

    /// <summary>The payment provider takes no more money for this order.</summary>
    public Task WithdrawAsync() => context.CallPartnerAsync<bool>(nameof(WithdrawPayment), journal.OrderId, Retries.Partner);

    /// <summary>The customer is not sent there any more.</summary>
    public void Close() => journal.Update(state => state with { PaymentUrl = null });

    private Task<string> AskAsync(Money due, DateTimeOffset until, string reference, Progress? step) =>
        context.CallPartnerAsync<string>(
            nameof(RequestPayment),
            new PaymentDemand(journal.OrderId, due, journal.State.Captured, until, reference, step),
            Retries.Partner
        );
}
