using Microsoft.DurableTask.Client;
using Orders.Functions.Cases;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Http.Storefront;

/// <summary>Hands stored cases over to their orders.</summary>
public sealed class CaseHandOver(OrderStore orders, CaseFiles files, TimeProvider time)
{
    /// <summary>Tells an order of a case that was just stored, and waits a little for what it says. A case that it does not take up is taken back: nothing of it stays.</summary>
    /// <returns>The order as last read; why it does not take the case, as a code. Null where it has not said anything yet: it takes the case up when it gets to it.</returns>
    public async Task<(OrderRecord Seen, string? Refusal)> FileAsync(DurableTaskClient client, string orderId, CaseState filed, CancellationToken cancellation)
    {
        var (name, eventId, payload) = CaseEvents.Of(filed);
        await client.RaiseEventAsync(orderId, name, payload, cancellation);
        var (seen, outcome) = await CommandWait.ForAsync(orders, orderId, eventId, time, now => now.State.IsFinal, cancellation);
        if (outcome is { Accepted: true } || (outcome is null && !seen.State.IsFinal))
            return (seen, null);

        await orders.WithdrawCaseAsync(orderId, filed, cancellation);
        await files.RemoveAsync(filed.Files, cancellation);
        return (seen, outcome?.Reason ?? "finished");
    }

    /// <summary>Sees to it that somebody listens: a case whose filing call died before its order heard of it has nobody yet.</summary>
    public async Task TakeUpAsync(DurableTaskClient client, string orderId, CaseState filed, CancellationToken cancellation)
    {
        if (filed.Sequence > 0)
            return;
        var (name, eventId, payload) = CaseEvents.Of(filed);
        await client.RaiseEventAsync(orderId, name, payload, cancellation);
        await CommandWait.ForAsync(orders, orderId, eventId, time, now => now.Cases.Any(known => known.CaseId == filed.CaseId && known.Sequence > 0), cancellation);
    }
}
