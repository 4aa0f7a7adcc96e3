using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Marks a post-completion event as handled and shows it: a refund in the timeline with its mail, or scans that are stored and not applied.
/// Keyed by the event.
/// </summary>
public sealed class SettlePostCompletionEvent(OrderStore orders, MailOutbox mails, OpsAlerts alerts, TimeProvider time)
{
    [Function(nameof(SettlePostCompletionEvent))]
    public async Task RunAsync([ActivityTrigger] PostCompletionOutcome outcome, CancellationToken cancellation)
    {
        var late = outcome.Late;
        var record =
            await orders.FindAsync(late.OrderId, cancellation) ?? throw new UnreachableException("A post-completion event has an order.");
        if (late.Payment is { } payment)
        {
            await orders.RecordAsync(OfPayment(record, payment, outcome), cancellation);
            if (outcome.Confirmed is { } refund)
            {
                await alerts.ResolveAsync([RefundAlerts.Of(late.OrderId, refund.Key)], cancellation: cancellation);
            }
        }

        if (late is { Carrier: { } carrier, ParcelNumber: { } number })
        {
            // Again until the row holds the scans: another post-completion event of the same parcel may have been first.
            while (!await StoreScansAsync(late.OrderId, number, carrier, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        if (
            late is { Rma: { } rma, Carrier: { } scans }
            && scans.Scans.Any(scan => scan.Status == ParcelStatus.Delivered)
            && record.Cases.Any(filed => filed.CaseId == rma && filed.Status == CaseStatus.Lapsed)
        )
        {
            await alerts.RaiseAsync(
                $"return_came_late:{rma}",
                AlertKind.ReturnCameLate,
                late.OrderId,
                $"The goods of {rma} have arrived after the return had lapsed. Decide with the customer what becomes of them.",
                cancellation
            );
        }
    }

    /// <returns>True if the parcel has the scans.</returns>
    private async Task<bool> StoreScansAsync(string orderId, int number, CarrierUpdate carrier, CancellationToken cancellation)
    {
        var record =
            await orders.FindAsync(orderId, cancellation) ?? throw new UnreachableException("A post-completion event has an order.");
        if (record.Parcels.SingleOrDefault(parcel => parcel.Number == number) is not { } known)
        {
            return true;
        }

        var stored = ParcelMerge.Store(known, carrier.Scans, time.GetUtcNow());
        if (ReferenceEquals(stored, known))
        {
            await orders.RecordParcelAsync(new ParcelProgress(orderId, known) { Handled = [carrier.EventId] }, cancellation);
            await mails.QueueOwedAsync(orderId, cancellation);
            return true;
        }

        var news = ParcelMerge.News(known, stored);
        var found = known.Outcome is ShipmentOutcome.Lost or ShipmentOutcome.Damaged && news.Any(IsSeen);
        await CallAPersonAsync(orderId, known, news, found, cancellation);
        var progress = new ParcelProgress(orderId, stored with { Sequence = known.Sequence + 1 })
        {
            Timeline =
            [
                .. news.Select(scan => new TimelineEntry(scan.Time, TimelineKinds.OfScan(scan.Status), Actor.Carrier, FactsOf(scan))),
                .. found
                    ? [new TimelineEntry(news.Max(scan => scan.Time), TimelineKind.ParcelFound, Actor.Carrier)]
                    : Array.Empty<TimelineEntry>(),
            ],
            Mails = found ? [new OwedMail(MailKind.ParcelFound, FormattableString.Invariant($"parcel-{number}"))] : [],
        };
        await orders.RecordParcelAsync(progress, cancellation);
        return false;
    }

    /// <summary>A scan after the end changes neither money nor stock by itself; where it should, a person decides.</summary>
    private Task CallAPersonAsync(string orderId, ParcelState parcel, IReadOnlyList<Scan> news, bool found, CancellationToken cancellation)
    {
        Task AlertAsync(AlertKind kind, string text) =>
            alerts.RaiseAsync(
                FormattableString.Invariant($"{OrderJson.Name(kind)}:{orderId}:{parcel.Number}"),
                kind,
                orderId,
                text,
                cancellation
            );
        return parcel.Outcome switch
        {
            _ when found => AlertAsync(
                AlertKind.ParcelTurnedUp,
                $"Parcel {parcel.Number} was written off and refunded, and the carrier has it after all: have it brought back, or "
                    + "agree with the customer that it is paid again."
            ),
            ShipmentOutcome.Delivered when news.Any(scan => scan.Status is ParcelStatus.Returning or ParcelStatus.Returned) => AlertAsync(
                AlertKind.ParcelReturns,
                $"Parcel {parcel.Number} was delivered, and comes back without a return that was asked for."
            ),
            ShipmentOutcome.Voided when news.Any(IsSeen) => AlertAsync(
                AlertKind.VoidedParcelMoves,
                $"The waybill of parcel {parcel.Number} was voided, and the carrier has it nevertheless: have it brought back."
            ),
            _ => Task.CompletedTask,
        };
    }

    private static bool IsSeen(Scan scan) => scan.Status.Rank() >= ParcelStatus.PickedUp.Rank() && scan.Status != ParcelStatus.Exception;

    private static Dictionary<string, string> FactsOf(Scan scan) =>
        new[] { ("place", scan.Place), ("reason", scan.Reason) }
            .Where(fact => !string.IsNullOrEmpty(fact.Item2))
            .ToDictionary(fact => fact.Item1, fact => fact.Item2!, StringComparer.Ordinal);

    private static Progress OfPayment(OrderRecord record, PaymentUpdate payment, PostCompletionOutcome outcome)
    {
        var (back, confirmed) = (outcome.Back, outcome.Confirmed);
        LedgerEntry? Entry(Func<LedgerEntry, bool> which) => record.Ledger.SingleOrDefault(which);
        List<TimelineEntry> timeline = [];
        if (Entry(entry => entry.Kind is LedgerKind.Disputed or LedgerKind.DisputeWon && entry.Reference == payment.EventId) is { } dispute)
        {
            var kind =
                dispute.Kind == LedgerKind.DisputeWon ? TimelineKind.DisputeWon
                : payment.Type == PaymentUpdateType.DisputeLost ? TimelineKind.DisputeLost
                : TimelineKind.PaymentDisputed;
            timeline.Add(new TimelineEntry(dispute.At, kind, Actor.Payment, Amount(payment.Amount)));
        }

        if (Entry(entry => entry.Key == LateEntries.ByBank(payment.EventId)) is { } byBank)
        {
            timeline.Add(new TimelineEntry(byBank.At, TimelineKind.RefundByBank, Actor.Payment, Amount(byBank.Amount)));
        }

        if (back is not null)
        {
            timeline.Add(new TimelineEntry(back.At, TimelineOf(back), Actor.Shop, Amount(back.Amount)));
        }

        if (confirmed is not null)
        {
            timeline.Add(new TimelineEntry(confirmed.At, TimelineKind.RefundSettled, Actor.Payment, Amount(confirmed.Amount)));
        }

        return new Progress(record.Order.OrderId, record.State)
        {
            Ledger = confirmed is null ? [] : [RefundEntries.Settled(confirmed.Key, confirmed.Amount, confirmed.At, confirmed.Reference)],
            Handled = [payment.EventId],
            PostCompletionEvent = payment.EventId,
            Timeline = timeline,

            // Of one that came back they were told when it was sent; they hear again when it is on its way.
            Mails = back is null || RefundEntries.IsAgain(back.Key) ? [] : [MailOf(back)],
        };
    }

    private static TimelineKind TimelineOf(RefundState back) =>
        back.Status switch
        {
            RefundStatus.InKind => TimelineKind.RefundInKind,
            RefundStatus.Failed => TimelineKind.RefundByHand,
            _ when RefundEntries.IsAfterDispute(back.Key) => TimelineKind.RefundSent,
            _ => TimelineKind.LatePaymentRefunded,
        };

    /// <summary>Coins wait to be told where they should go; other money is on its way, if need be by a person's hand.</summary>
    private static OwedMail MailOf(RefundState back)
    {
        var facts = Amount(back.Amount);
        if (back.Link is { } link)
        {
            facts["link"] = link;
        }

        if (back.Status == RefundStatus.InKind || back.WaitsForCustomer)
        {
            return new OwedMail(MailKind.RefundAddress, back.Key, facts);
        }

        if (RefundEntries.IsAfterDispute(back.Key))
        {
            facts["reason"] = OrderJson.Name(ReasonCode.DisputeWon);
        }

        return new OwedMail(MailKind.Refunded, back.Key, facts);
    }

    private static Dictionary<string, string> Amount(Money amount) => new(StringComparer.Ordinal) { ["amount"] = amount.ToString() };
}

/// <param name="Back">What was asked back for the customer, and what became of it; null for nothing.</param>
public sealed record PostCompletionOutcome(PostCompletionEvent Late, RefundState? Back)
{
    /// <summary>A refund that has arrived; null for none.</summary>
    public RefundState? Confirmed { get; init; }
}
