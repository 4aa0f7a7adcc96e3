using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>Hands stored cases over to their orders.</summary>
public sealed class CaseHandOver(OrderStore orders, CaseFiles files, CaseRefusal refusals, TimeProvider time)
{
    /// <summary>
    /// Tells an order of a case that was just stored, and waits a little for what it says. A case that it does not take up is taken back:
    /// nothing of it stays.
    /// </summary>
    /// <returns>
    /// Why the order does not take the case. Null where it has taken it, or has not said anything yet: it takes the case up when
    /// it gets to it.
    /// </returns>
    public async Task<Reasons?> FileAsync(DurableTaskClient client, OrderRecord record, CaseState filed, CancellationToken cancellation)
    {
        if (await TellAsync(client, record, filed, cancellation) is not { } refusal)
            return null;
        await orders.WithdrawCaseAsync(record.Order.OrderId, filed, cancellation);
        await files.RemoveAsync(filed.Files, cancellation);
        return refusal;
    }

    /// <summary>Sees to it that somebody listens: a case whose filing call died before its order heard of it has nobody yet.</summary>
    /// <returns>
    /// Null when somebody listens; else that the order does not take the case, which is ended, or has not said anything yet.
    /// </returns>
    public async Task<Failure?> TakeUpAsync(DurableTaskClient client, string orderId, CaseState filed, CancellationToken cancellation)
    {
        if (filed.Sequence > 0)
            return null;
        var record = await orders.FindAsync(orderId, cancellation) ?? throw new InvalidOperationException("A stored order is gone.");
        if (await TellAgainAsync(client, record, filed, cancellation) is { } refusal)
            return new Refusal(Refused.CaseTakeUp, refusal);
        var (seen, _) = await CommandWait.ForAsync(orders, orderId, "", time, IsTakenUp, cancellation);
        return IsTakenUp(seen) ? null : new NotReady();

        bool IsTakenUp(OrderRecord now) => now.Cases.Any(known => known.CaseId == filed.CaseId && known.Sequence > 0);
    }

    /// <summary>
    /// Tells an order again of its open cases of a kind that it has not taken up: whoever files the same once more does so because they had
    /// no answer the first time.
    /// </summary>
    public async Task RepeatAsync(DurableTaskClient client, OrderRecord record, CaseKind kind, CancellationToken cancellation)
    {
        foreach (var unheard in record.Cases.Where(filed => filed.Kind == kind && filed is { IsOpen: true, Sequence: 0 }))
            await TellAgainAsync(client, record, unheard, cancellation);
    }

    /// <summary>A case whose customer may have been told that it was filed is not taken back.</summary>
    private async Task<Reasons?> TellAgainAsync(
        DurableTaskClient client,
        OrderRecord record,
        CaseState filed,
        CancellationToken cancellation
    )
    {
        var refusal = await TellAsync(client, record, filed, cancellation);
        if (refusal is not null)
            await refusals.EndAsync(record.Order.OrderId, filed, refusal, cancellation);
        return refusal;
    }

    private async Task<Reasons?> TellAsync(DurableTaskClient client, OrderRecord record, CaseState filed, CancellationToken cancellation)
    {
        var (name, eventId, payload) = CaseEvents.Of(filed);
        await OrderStarter.TellAsync(client, record, name, payload, time, cancellation);
        var (seen, _) = await CommandWait.ForAsync(orders, record.Order.OrderId, eventId, time, now => now.State.IsFinal, cancellation);
        return CaseRefusal.Of(seen, filed);
    }
}
