using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;
using static System.FormattableString;

namespace Soak;

/// <summary>What must hold for one order that has ended, whatever its customer did and however often the app died.</summary>
internal static class OrderAudit
{
    /// <returns>What is wrong.</returns>
    public static IEnumerable<string> Of(Life life, AuditedOrder order) =>
        [.. Ends(life, order), .. Money(life, order), .. Parcels(order), .. Mails(order), .. Commands(life, order)];

    private static IEnumerable<string> Ends(Life life, AuditedOrder order)
    {
        if (!order.State.IsFinal || order.State.Status == OrderStatus.Failed)
            yield return $"is {order.State.Status}";
        if (order.Order.CustomerId != life.Form.CustomerId)
            yield return "is another customer's";
    }

    /// <summary>
    /// Captured − refunded = value kept, in the payment provider's own books and in ours, and each payment that the company took is there
    /// once.
    /// </summary>
    private static IEnumerable<string> Money(Life life, AuditedOrder order)
    {
        if (order.CompanyCaptured - order.CompanyRefunded != order.State.Kept.Amount)
            yield return Invariant(
                $"the company captured {order.CompanyCaptured} and refunded {order.CompanyRefunded}; the customer keeps {order.State.Kept.Amount}"
            );
        var (captured, refunded) = (
            Ledgers.Captured(order.Ledger, order.Order.Total.Currency).Amount,
            Ledgers.Refunded(order.Ledger, order.Order.Total.Currency).Amount
        );
        if ((captured, refunded) != (order.CompanyCaptured, order.CompanyRefunded))
            yield return Invariant(
                $"our ledger has {captured} captured and {refunded} refunded; the company {order.CompanyCaptured} and {order.CompanyRefunded}"
            );
        if (Ledgers.Differences(order.Ledger, order.State.Kept) is { Count: > 0 } differences)
            yield return $"the ledger does not balance: {string.Join(", ", differences)}";
        var captures = order.Account?.Captures.Select(capture => capture.EventId).ToList() ?? [];
        if (!captures.Order(StringComparer.Ordinal).SequenceEqual(life.Payments.Order(StringComparer.Ordinal), StringComparer.Ordinal))
            yield return $"the customer paid {string.Join(", ", life.Payments)}, the company has {string.Join(", ", captures)}";
        var kept = order.State.Status switch
        {
            OrderStatus.Cancelled => 0,
            OrderStatus.Closed when order.Cases.Count == 0 && order.State.Short.Count == 0 => (
                order.State.Terms?.Total ?? order.Order.Total
            ).Amount,
            _ => order.State.Kept.Amount,
        };
        if (order.State.Kept.Amount != kept)
            yield return Invariant($"is {order.State.Status} and the customer keeps {order.State.Kept.Amount}, not {kept}");
    }

    /// <summary>One waybill for each parcel, and none that no parcel has.</summary>
    private static IEnumerable<string> Parcels(AuditedOrder order)
    {
        if (order.Waybills.GroupBy(waybill => waybill.ParcelNumber).Any(parcel => parcel.Count() > 1))
            yield return $"has two waybills for one parcel: {string.Join(", ", order.Waybills)}";
        var own = order.Parcels.Select(parcel => parcel.Waybill).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var waybill in order.Waybills.Where(waybill => !own.Contains(waybill.Waybill) && !waybill.Voided))
            yield return $"the carrier has a waybill that we do not know: {waybill}";
        foreach (
            var parcel in order.Parcels.Where(parcel =>
                parcel.Status == ParcelStatus.Delivered
                && order.Waybills.All(waybill => waybill.Waybill != parcel.Waybill || waybill.PickedUpAt is null)
            )
        )
            yield return $"has a parcel that is delivered and was never picked up: {parcel.Waybill}";
        if (order.State.Status == OrderStatus.Cancelled && order.Waybills.Any(waybill => waybill.PickedUpAt is not null))
            yield return "was cancelled and shipped";
    }

    /// <summary>
    /// What the outbox says was sent is in the mailbox once, nothing else is, nothing waits; and what every customer is owed was sent.
    /// </summary>
    private static IEnumerable<string> Mails(AuditedOrder order)
    {
        var came = order.Mails.Select(mail => mail.Key!).ToList();
        foreach (var twice in came.GroupBy(key => key, StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return Invariant($"the mail {twice.Key} came {twice.Count()} times");
        foreach (var mail in order.Outbox.Where(mail => mail.Status is not (OutboxStatus.Sent or OutboxStatus.Lapsed)))
            yield return $"the mail {mail.Kind} {mail.Reference} is {mail.Status}";
        var sent = order
            .Outbox.Where(mail => mail.Status == OutboxStatus.Sent)
            .Select(mail => $"{order.Order.OrderId}/{OrderJson.Name(mail.Kind)}/{mail.Reference}")
            .ToList();
        foreach (var lost in sent.Except(came, StringComparer.Ordinal))
            yield return $"the mail {lost} was sent and did not come";
        foreach (var strange in came.Except(sent, StringComparer.Ordinal))
            yield return $"the mail {strange} came and was not owed";

        var kinds = order.Outbox.Select(mail => mail.Kind).ToList();
        foreach (var owed in Owed(order).Where(kind => !kinds.Contains(kind)))
            yield return $"owes the mail {owed}";
    }

    private static IEnumerable<MailKind> Owed(AuditedOrder order)
    {
        yield return MailKind.Received;
        if (order.State.Status == OrderStatus.Cancelled)
            yield return MailKind.Cancelled;
        if (order.State.Status == OrderStatus.Closed)
            yield return MailKind.Paid;
        if (order.State.Status == OrderStatus.Closed && order.Order.Lines.Any(line => line.Kind == ProductKind.Digital))
            yield return MailKind.Licences;
        if (order.Parcels.Any(parcel => parcel.Status == ParcelStatus.Delivered))
        {
            yield return MailKind.Shipped;
            yield return MailKind.Delivered;
        }
    }

    /// <summary>What was answered with a success is there.</summary>
    private static IEnumerable<string> Commands(Life life, AuditedOrder order)
    {
        if (life.Cancelled && order.State.Status != OrderStatus.Cancelled)
            yield return $"the customer was told that it is cancelled, and it is {order.State.Status}";
        foreach (var filed in life.Claims.Concat(life.Returns).Where(id => order.Cases.All(known => known.CaseId != id)))
            yield return $"the case {filed} was accepted and is not there";
        foreach (var open in order.Cases.Where(known => known.EndedAt is null))
            yield return $"the case {open.CaseId} is {open.Status}";
        foreach (var change in life.Changes)
        {
            if (order.State.Changes.GetValueOrDefault(change) is not { Status: not (ChangeStatus.Offered or ChangeStatus.AwaitingPayment) })
                yield return $"the change {change} was agreed to and came to nothing: {order.State.Changes.GetValueOrDefault(change)}";
        }

        var scans = order.Waybills.SelectMany(waybill => waybill.Scans).Select(scan => scan.EventId).ToHashSet(StringComparer.Ordinal);
        foreach (var lost in life.Scans.Where(scan => !scans.Contains(scan)))
            yield return $"the scan {lost} was taken and is not in the carrier's books";
    }
}
