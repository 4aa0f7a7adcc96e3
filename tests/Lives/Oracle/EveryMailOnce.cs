using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// A customer gets every mail that the order's road promises, and none twice: each went to the mail company once, each that was owed went
/// out (or lapsed by the rules: a reminder of what is paid, keys that were taken back, a person who was erased), and for each stage there is one.
/// </summary>
internal sealed class EveryMailOnce : Invariant
{
    private static readonly MailKind[] _lapses =
    [
        MailKind.PaymentRequested,
        MailKind.PaymentReminder,
        MailKind.PaymentShort,
        MailKind.PaymentFailed,
        MailKind.ChangeDue,
        MailKind.PriceAdjustmentDue,
    ];
    private static readonly AlertKind[] _unsent = [AlertKind.MailUnsure, AlertKind.MailRefused, AlertKind.MailUndelivered];

    public override void AtEnd(Ending ending)
    {
        var sent = Life.World.Mails.Sent;

        // A process that stands still with the mail in its hand, for as long as it takes another to make sure that it was never sent,
        // cannot be stopped: the mail company knows no key. One that died can: it is asked.
        foreach (var (key, times) in sent.Where(mail => mail.Value > 1 + Life.World.Mails.SentLate.GetValueOrDefault(mail.Key)))
            Violated(key.Split('/')[0], $"the mail {key} was sent {times} times");
        var owed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in ending.Orders)
        {
            foreach (var mail in order.Mails)
            {
                owed.Add(KeyOf(mail));
                JudgeOwed(order, mail, ending);
            }

            JudgeFacts(order);
            if (order.State.IsFinal)
                JudgePromised(order);
        }

        foreach (var key in sent.Keys.Where(key => !owed.Contains(key)))
            Violated(key.Split('/')[0], $"the mail {key} was sent, and is not owed");
    }

    private void JudgeOwed(OrderFile order, OutboxMail mail, Ending ending)
    {
        var went = Life.World.Mails.Has(KeyOf(mail));
        switch (mail.Status)
        {
            case OutboxStatus.Sent:
                Expect(went, order.Id, $"the mail {KeyOf(mail)} is said to be sent, and the mail company never saw it");
                break;
            case OutboxStatus.Lapsed:
                Expect(
                    !went || Life.World.Mails.SentLate.ContainsKey(KeyOf(mail)),
                    order.Id,
                    $"the mail {KeyOf(mail)} is said to have lapsed, and was sent"
                );
                Expect(
                    _lapses.Contains(mail.Mail.Kind) || IsErased(order) || HasNoKeys(order, mail.Mail.Kind),
                    order.Id,
                    $"the mail {KeyOf(mail)} lapsed"
                );
                break;
            case OutboxStatus.Held or OutboxStatus.Failed:
                Expect(
                    !ending.WasCalm && ending.AlertsOf(order.Id).Any(alert => _unsent.Contains(alert.Kind)),
                    order.Id,
                    $"the mail {KeyOf(mail)} is {mail.Status}"
                );
                break;
            default:
                Violated(order.Id, $"the mail {KeyOf(mail)} stays {mail.Status}");
                break;
        }
    }

    /// <summary>What happened to a parcel is written about once, under however many ids the carrier tells of it.</summary>
    private void JudgeFacts(OrderFile order)
    {
        var carrier = Life.World.Carrier;
        var facts = carrier
            .Parcels.Values.Where(parcel => Waybills.OrderOf(parcel) == order.Id)
            .SelectMany(parcel => parcel.Scans)
            .Where(scan => scan.Status is ParcelStatus.AttemptFailed or ParcelStatus.Exception)
            .Select(scan => (scan.Status, scan.Reason, carrier.MakingOf(scan.ScanId)!.At))
            .Distinct()
            .Count();
        var mails = order.Mails.Count(mail => mail.Mail.Kind == MailKind.DeliveryProblem);
        Expect(mails <= facts, order.Id, $"{mails} mails tell of {facts} problems with its delivery");
    }

    private void JudgePromised(OrderFile order)
    {
        Promise(MailKind.Received, true);
        Promise(MailKind.Paid, order.Was(OrderStatus.CheckingStock));
        Promise(MailKind.Cancelled, order.State.Status == OrderStatus.Cancelled);
        if (order.State.Status == OrderStatus.Failed)
            return;
        foreach (var parcel in order.Record.Parcels)
        {
            Promise(MailKind.Shipped, parcel.HandedOver && !parcel.Voided, $"parcel-{parcel.Number}");
            if (parcel.Outcome == ShipmentOutcome.Delivered && !Owes(order, MailKind.Delivered, ""))
                Promise(MailKind.Delivered, true, $"parcel-{parcel.Number}");
        }

        Promise(
            MailKind.Licences,
            order.State.Status == OrderStatus.Closed && order.Record.Order.Lines.Any(line => line.Kind == ProductKind.Digital)
        );
        foreach (var refund in order.State.Refunds.Where(refund => refund.Key.StartsWith("excess:", StringComparison.Ordinal)))
            Promise(MailKind.Refunded, true, refund.Key);

        void Promise(MailKind kind, bool promised, string reference = "") =>
            Expect(
                !promised || Owes(order, kind, reference),
                order.Id,
                $"{order.State.Status}: no mail {kind} '{reference}' was ever owed"
            );
    }

    private static bool Owes(OrderFile order, MailKind kind, string reference) =>
        order.Mails.Any(mail => mail.Mail.Kind == kind && mail.Mail.Reference == reference);

    /// <summary>All keys were taken back before they could be mailed.</summary>
    private static bool HasNoKeys(OrderFile order, MailKind kind) =>
        kind == MailKind.Licences
        && (
            order.State.Status is OrderStatus.Cancelled or OrderStatus.Failed
            || order.Record.Cases.Any(filed => filed.Kind == CaseKind.Return)
        );

    private bool IsErased(OrderFile order) =>
        !Life
            .World.Tables.Rows(StorageSchema.Contacts, TableKey.Escape(order.Order.CustomerId))
            .Any(row => row.RowKey == TableKey.Escape(order.Id));

    private static string KeyOf(OutboxMail mail) => $"{mail.OrderId}/{OrderJson.Name(mail.Mail.Kind)}/{mail.Mail.Reference}";
}
