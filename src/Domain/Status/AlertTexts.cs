using System.Diagnostics;

namespace Orders.Functions.Domain.Status;

/// <summary>What each kind of alert means, in English, for operations. Its own text says it of one order.</summary>
public static class AlertTexts
{
    /// <summary>What happened, and what the person who takes it should do.</summary>
    public static AlertText For(AlertKind kind) =>
        kind switch
        {
            AlertKind.BooksDoNotBalance => new(
                "An order has ended, and what was captured less what was refunded is not the value of what the customer kept.",
                "Compare the order's ledger with the payment provider's account, and settle the difference by hand."
            ),
            AlertKind.CarrierException => new("The carrier reports a problem with a parcel on its way.", "Ask the carrier what it needs."),
            AlertKind.CarrierUnanswered => new(
                "The carrier gave no answer when a parcel was to be voided or brought back; the parcel is taken to go on.",
                "Ask the carrier where the parcel is, and agree with the customer what becomes of it."
            ),
            AlertKind.CaseStuck => new(
                "A claim, return or request was filed, and its order has not taken it up.",
                "Look at the order's orchestration; answer the customer yourself if it is gone."
            ),
            AlertKind.ClaimOverdue => new("A claim was not answered in time, and the customer was told so.", "Decide the claim now."),
            AlertKind.ClaimWaits => new("Half of the time to answer a claim is over.", "Decide the claim."),
            AlertKind.CustomsLong => new("A parcel has been with customs for too long.", "Ask the carrier what is missing."),
            AlertKind.DisputeLost => new(
                "A dispute was decided for the customer: the money stays with the bank.",
                "Write it off, unless the goods come back."
            ),
            AlertKind.InspectionOverdue => new(
                "A parcel came back to the shop, and nobody has opened it in time.",
                "Open it, and say what is in it."
            ),
            AlertKind.LostCompensated => new(
                "A parcel that is still on its way was refunded or sent again.",
                "If it turns up, recall it or ask the customer."
            ),
            AlertKind.MailUndelivered => new("The mail provider did not take a mail for three days.", "Tell the customer by other means."),
            AlertKind.MailKeyRefused => new(
                "The mail provider does not accept the API key: mails wait.",
                "Put a valid key into Mail:SendGridApiKey."
            ),
            AlertKind.MailOutage => new(
                "The mail provider has been in trouble for minutes: mails wait and are tried again.",
                "Look at the provider's status page; nothing is lost."
            ),
            AlertKind.MailRefused => new("The mail provider refused a mail for good.", "Check the customer's address with them."),
            AlertKind.MailStuck => new(
                "Sending a mail fails again and again.",
                "Look into the log for the reason; it is closed by itself once the mail is sent."
            ),
            AlertKind.MailUnsure => new(
                "Nobody can tell whether a mail went out.",
                "Look at the mail provider, and send it by hand if it did not."
            ),
            AlertKind.NeverPickedUp => new(
                "The carrier never came for a parcel: its waybill is void, and its goods are refunded.",
                "Put the goods back in stock."
            ),
            AlertKind.NoPickUp => new(
                "A parcel has no pick-up scan within the hand-over window.",
                "Ask the carrier to come, or find the parcel in the warehouse."
            ),
            AlertKind.NotCollected => new(
                "A parcel was not collected in time, and should be on its way back.",
                "Ask the carrier where it is, and tell the customer."
            ),
            AlertKind.OrderFailed => new(
                "A step of an order failed for good; money and stock are settled as far as possible.",
                "Read why, tell the customer, and settle what is left."
            ),
            AlertKind.OrderHeld => new(
                "An order whose payment is disputed is held: nothing of it leaves the shop.",
                "Release it, or cancel it (`POST /api/ops/orders/{orderId}/hold`); it is released by itself if the dispute is won."
            ),
            AlertKind.OrderStuck => new(
                "An order should have moved, and did not when it was nudged; or its orchestration is gone.",
                "Look at its instance; of a paid order settle money, stock and parcels by hand."
            ),
            AlertKind.OrderUnsettled => new(
                "An order failed, and so did a step that was to settle it.",
                "Settle what the step names by hand: money at the payment provider, goods in the stock."
            ),
            AlertKind.RefundedAlready => new(
                "A claim was granted for goods that had been compensated by then: nothing was refunded or sent for it.",
                "Tell the customer, and see to it that they got what they should."
            ),
            AlertKind.ParcelReturned => new("A parcel came back to the shop.", "Open it, and say what is in it."),
            AlertKind.ParcelReturns => new(
                "A parcel that was delivered comes back without a return that was asked for.",
                "Ask the customer what they want, and inspect it when it comes."
            ),
            AlertKind.ParcelTurnedUp => new(
                "The carrier has a parcel that was taken for lost and refunded.",
                "Have it brought back, or agree with the customer that they pay for it again."
            ),
            AlertKind.PaymentDiffers => new(
                "The payment provider tells otherwise of a payment, refund or dispute than it did before; the first stands in the books.",
                "Compare the order's ledger with the payment provider's account, and settle the difference by hand."
            ),
            AlertKind.PaymentDisputed => new(
                "The customer's bank took money back.",
                "Answer the dispute at the payment provider with the order's history."
            ),
            AlertKind.PresumedLost => new("A parcel is presumed lost.", "Claim its value from the carrier."),
            AlertKind.RefundFailed => new(
                "The payment provider did not make a refund, or one came back that it had made: it is owed again, under `again:` and its key.",
                "Pay it by hand and say so, or have it tried again."
            ),
            AlertKind.RefundInKind => new(
                "A refund of a crypto payment cannot be made by the payment provider.",
                "Send it to the address that the customer gives, and say so."
            ),
            AlertKind.RefundSent => new(
                "A refund that came due after the order's end was sent, and is not yet confirmed.",
                "See at the payment provider that it arrives: no order follows it any more."
            ),
            AlertKind.RefundUnconfirmed => new(
                "A refund has not been confirmed for a week.",
                "Ask the payment provider where the money is."
            ),
            AlertKind.RequestOverdue => new("A customer's request was not answered in time, and they were told so.", "Answer it now."),
            AlertKind.RequestOverdueAgain => new(
                "A customer's request was not answered by the second date either.",
                "Answer it now; a supervisor should know."
            ),
            AlertKind.RequestWaits => new("Half of the time to answer a customer's request is over.", "Answer it."),
            AlertKind.ReturnCameLate => new(
                "The goods of a return arrived after it had lapsed.",
                "Decide with the customer what becomes of them."
            ),
            AlertKind.ReturnMissing => new(
                "The carrier has the parcel of a return, and it has not arrived.",
                "Ask the carrier; inspect it as missing if it is lost."
            ),
            AlertKind.ReturnNotInspected => new("A return has arrived, and was not inspected in time.", "Inspect it."),
            AlertKind.ReviewOverdue => new(
                "Nobody decided on an order within the review window.",
                "Decide before the window has passed once more: then the order is cancelled."
            ),
            AlertKind.ScanDoubted => new(
                "A carrier's scan has a time at which its parcel cannot have been scanned: it is in quarantine, and nothing follows from it.",
                "Ask the carrier where the parcel is; discard the scan, or widen Carriers:TimeTolerance and replay it."
            ),
            AlertKind.Silent => new(
                "A parcel has had no scan for the silence window.",
                "Ask the carrier where it is; after the same time again it is presumed lost."
            ),
            AlertKind.StorefrontGivenUp => new(
                "An endpoint of the storefront did not take a message in ten tries over three days.",
                "Mend the endpoint, then have what it missed replayed from when it began to fail."
            ),
            AlertKind.StorefrontGone => new(
                "An endpoint of the storefront answered 410 Gone, and was switched off.",
                "Delete it; or switch it on again, and have what it missed replayed."
            ),
            AlertKind.VoidedParcelMoves => new("The carrier has a parcel whose waybill was voided.", "Have it brought back."),
            AlertKind.WebhookUndelivered => new(
                "What a payment provider or carrier said had no effect after many attempts; it is in quarantine.",
                "Look at the order's orchestration, then replay the event from quarantine."
            ),
            _ => throw new UnreachableException($"The alert {kind} has no texts."),
        };

    /// <summary>Whether it is about money that is to go back: these have a queue of their own.</summary>
    public static bool IsAboutRefund(this AlertKind kind) =>
        kind is AlertKind.RefundFailed or AlertKind.RefundInKind or AlertKind.RefundSent or AlertKind.RefundUnconfirmed;
}

/// <param name="Happened">One sentence.</param>
/// <param name="ToDo">What operations should do about it.</param>
public sealed record AlertText(string Happened, string ToDo);
