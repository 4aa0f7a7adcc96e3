using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>Marks a late event as handled and shows it: a refund in the timeline with its mail, or scans that are stored and not applied. Keyed by the event.</summary>
public sealed class SettleLateEvent(OrderStore orders, OpsAlerts alerts)
{
    [Function(nameof(SettleLateEvent))]
    public async Task RunAsync([ActivityTrigger] LateEvent late, CancellationToken cancellation)
    {
        var record = await orders.FindAsync(late.OrderId, cancellation) ?? throw new UnreachableException("A late event has an order.");
        if (late.Payment is { } payment)
        {
            await orders.RecordAsync(OfPayment(record, payment), cancellation);
        }

        if (late.Carrier is { } carrier && record.Parcels.SingleOrDefault(parcel => parcel.Number == late.ParcelNumber) is { } known)
        {
            var stored = ParcelMerge.Merge(known, carrier.Scans) with { Sequence = known.Sequence + 1, Status = known.Status, DeliveredAt = known.DeliveredAt };
            await orders.RecordParcelAsync(new ParcelProgress(late.OrderId, stored) { Handled = [carrier.EventId] }, cancellation);
        }

        if (late is { Rma: { } rma, Carrier: { } scans } && scans.Scans.Any(scan => scan.Status == ParcelStatus.Delivered) && record.Cases.Any(filed => filed.CaseId == rma && filed.Status == CaseStatus.Lapsed))
        {
            await alerts.RaiseAsync($"return_came_late:{rma}", "return_came_late", late.OrderId, $"The goods of {rma} have arrived after the return had lapsed. Decide with the customer what becomes of them.", cancellation);
        }
    }

    private static Progress OfPayment(OrderRecord record, PaymentUpdate payment)
    {
        var progress = new Progress(record.Order.OrderId, record.State) { Handled = [payment.EventId] };
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["amount"] = payment.Amount.ToString() };
        LedgerEntry? Entry(string key) => record.Ledger.SingleOrDefault(entry => entry.Key == key);
        if ((Entry($"disputed:{payment.EventId}") ?? Entry($"dispute_won:{payment.EventId}")) is { } dispute)
        {
            var kind = dispute.Kind == LedgerKind.Disputed ? "payment_disputed" : "dispute_won";
            return progress with { Timeline = [new TimelineEntry(dispute.At, kind, "payment", facts)] };
        }

        if (Entry($"refund:late:{payment.EventId}:settled") is not { } refund)
        {
            return progress;
        }

        return progress with
        {
            Timeline = [new TimelineEntry(refund.At, "late_payment_refunded", "shop", facts)],
            Mails = [new MailOccasion(MailKind.Refunded, $"late:{payment.EventId}", facts)],
        };
    }
}
