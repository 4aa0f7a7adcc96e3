using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.Payments;

/// <summary>
/// A refund that the payment provider could not make: paid by hand, or to be tried again under its key. Of an order that has ended the
/// payment by hand goes straight into the books.
/// </summary>
public sealed class DecideRefundCommand(OrderStore orders, MailOutbox mails, OpsAlerts alerts, IdSource ids, TimeProvider time)
{
    /// <returns>The order's refunds, or the one of an order that has ended.</returns>
    public async Task<Outcome<IReadOnlyList<RefundState>>> RunAsync(
        DurableTaskClient client,
        RefundVerdict verdict,
        CancellationToken cancellation
    )
    {
        var orderId = verdict.OrderId;
        var decision = new RefundDecision(ids.EventId("refund-decision"), verdict.Key, verdict.Reference, verdict.By);
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return new Missing("order");
        if (record.State.IsFinal)
            return await SettleEndedAsync(record, decision, cancellation);

        await client.TellAsync(orderId, OrderEvents.RefundDecision, decision, cancellation);
        var (after, outcome) = await CommandWait.ForAsync(orders, orderId, decision.EventId, time, _ => false, cancellation);
        return outcome switch
        {
            null => new Waiting<IReadOnlyList<RefundState>>(after.State.Refunds),
            { Accepted: true } => new Done<IReadOnlyList<RefundState>>(after.State.Refunds),
            _ => new Refusal(Refused.RefundDecision, outcome.Reason ?? ReasonCode.NoSuchRefund),
        };
    }

    // Money that came late: its refund was asked for in the books, and nobody listens any more.
    private async Task<Outcome<IReadOnlyList<RefundState>>> SettleEndedAsync(
        OrderRecord record,
        RefundDecision decision,
        CancellationToken cancellation
    )
    {
        var (key, at) = (decision.Key, time.GetUtcNow());
        var asked = record.Ledger.FirstOrDefault(entry => entry.Key == RefundEntries.RequestedKey(key));
        var settled = record.Ledger.FirstOrDefault(entry => entry.Key == RefundEntries.SettledKey(key));
        if (asked is null || decision.Reference is null || (settled is not null && settled.Reference != decision.Reference))
            return new Refusal(Refused.LateRefundDecision, ReasonCode.NoSuchRefund);
        var owed = RefundEntries.AmountOf(key, record.Ledger) ?? asked.Amount;
        var amount = new Dictionary<string, string>(StringComparer.Ordinal) { ["amount"] = owed.ToString() };
        var isSent = record.Ledger.Any(entry => entry.Key == RefundEntries.SentKey(key));
        if (settled is null)
            await orders.RecordAsync(
                new Progress(record.Order.OrderId, record.State)
                {
                    PostCompletionEvent = decision.EventId,
                    Timeline = [new TimelineEntry(at, TimelineKind.RefundSettled, Actor.Shop, amount)],
                    Mails = isSent
                        ? []
                        :
                        [
                            new OwedMail(
                                MailKind.Refunded,
                                RefundEntries.MailOfTransfer(key),
                                new Dictionary<string, string>(amount, StringComparer.Ordinal) { ["transfer"] = decision.Reference }
                            ),
                        ],
                    Ledger = [RefundEntries.Settled(key, owed, at, decision.Reference)],
                },
                cancellation
            );
        else
            await mails.QueueOwedAsync(record.Order.OrderId, cancellation);
        await alerts.ResolveAsync(RefundAlerts.Of(record.Order.OrderId, key), "It was paid by hand.", cancellation);
        return new Done<IReadOnlyList<RefundState>>([new RefundState(key, owed, RefundStatus.Settled, decision.Reference, at)]);
    }
}

/// <param name="Key">Which refund.</param>
/// <param name="Reference">The id of the transfer that was made by hand; null: have the payment provider try once more.</param>
public sealed record RefundVerdict(string OrderId, string Key, string? Reference, string By);
