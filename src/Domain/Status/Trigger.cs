using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Status;

/// <summary>What can happen to an order. In JSON: snake_case.</summary>
public enum Trigger
{
    // What people and companies say.

    /// <summary><see cref="Review.ReviewDecision"/>.</summary>
    ReviewDecision,

    /// <summary><see cref="PaymentUpdate"/> with money that counts, or that goes back.</summary>
    PaymentSucceeded,

    /// <summary><see cref="PaymentUpdate"/> with money that was seen and is not confirmed.</summary>
    PaymentPending,
    PaymentFailed,

    /// <summary><see cref="PaymentUpdate"/>: a refund has reached the customer.</summary>
    RefundConfirmed,

    /// <summary><see cref="PaymentUpdate"/>: a refund came back, and is owed anew.</summary>
    RefundReturned,
    PaymentDisputed,
    DisputeWon,
    DisputeLost,
    RefundDecision,

    /// <summary><see cref="Payments.HoldDecision"/>: an order that was held goes on.</summary>
    HoldDecision,
    CancelRequest,
    ChangeRequest,
    ChangeConfirmed,
    StockDecision,
    StockArrived,

    // A carrier's scan of one of the order's parcels, by its status.
    ScanLabelCreated,
    ScanPickedUp,
    ScanInTransit,
    ScanCustoms,
    ScanOutForDelivery,
    ScanAttemptFailed,
    ScanAvailableForPickup,
    ScanException,
    ScanReturning,
    ScanReturned,
    ScanDelivered,

    VoidWaybill,

    /// <summary><see cref="AfterSales.ReturnReceived"/> for a parcel that could not be delivered.</summary>
    ParcelInspected,

    ClaimFiled,
    ClaimDecision,
    ReturnRequested,
    ReturnSent,

    /// <summary>A carrier's scan of goods that come back by a return.</summary>
    ReturnScanned,

    /// <summary><see cref="AfterSales.ReturnReceived"/> for a return.</summary>
    ReturnReceived,
    ServiceRequest,
    ServiceReply,
    Nudge,

    // What the order's own steps come to.

    /// <summary>The orchestration has begun.</summary>
    Begun,
    ReviewPassed,
    ManualReviewNeeded,
    ReviewRefused,

    /// <summary>All lines are reserved.</summary>
    StockReserved,
    StockShort,

    /// <summary>Licences are given out; an order with nothing else is delivered.</summary>
    LicencesDelivered,

    /// <summary>The carrier will not take a parcel.</summary>
    CarrierRefused,

    /// <summary>All was compensated, and the money is back with the customer.</summary>
    Settled,

    /// <summary>A step failed for good.</summary>
    StepFailed,

    // Time that runs out.

    /// <summary>Half of a person's time to decide: operations are told.</summary>
    ReviewOverdue,
    ReviewTimeout,
    PaymentReminderDue,
    PaymentTimeout,
    ChangeTimeout,
    StockTimeout,

    /// <summary>Goods that were waited for did not come.</summary>
    RestockTimeout,
    HandOverOverdue,

    /// <summary>The carrier never came for a parcel.</summary>
    PickUpTimeout,
    ParcelSilent,
    ParcelPresumedLost,
    InspectionOverdue,

    /// <summary>A claim or a request has no answer in time.</summary>
    AnswerOverdue,
    ReturnLapsed,
    RefundOverdue,

    /// <summary>The windows after delivery are over, and nothing is open.</summary>
    WindowsOver,
}

public static class Triggers
{
    /// <summary>Time runs out.</summary>
    public static bool IsTimeout(this Trigger trigger) =>
        trigger
            is Trigger.ReviewOverdue
                or Trigger.ReviewTimeout
                or Trigger.PaymentReminderDue
                or Trigger.PaymentTimeout
                or Trigger.ChangeTimeout
                or Trigger.StockTimeout
                or Trigger.RestockTimeout
                or Trigger.HandOverOverdue
                or Trigger.PickUpTimeout
                or Trigger.ParcelSilent
                or Trigger.ParcelPresumedLost
                or Trigger.InspectionOverdue
                or Trigger.AnswerOverdue
                or Trigger.ReturnLapsed
                or Trigger.RefundOverdue
                or Trigger.WindowsOver;

    /// <summary>A step of the order's own came to something.</summary>
    public static bool IsOutcome(this Trigger trigger) =>
        trigger
            is Trigger.Begun
                or Trigger.ReviewPassed
                or Trigger.ManualReviewNeeded
                or Trigger.ReviewRefused
                or Trigger.StockReserved
                or Trigger.StockShort
                or Trigger.LicencesDelivered
                or Trigger.CarrierRefused
                or Trigger.Settled
                or Trigger.StepFailed;

    /// <summary>A carrier's scan of one of the order's parcels.</summary>
    public static bool IsScan(this Trigger trigger) =>
        trigger
            is Trigger.ScanLabelCreated
                or Trigger.ScanPickedUp
                or Trigger.ScanInTransit
                or Trigger.ScanCustoms
                or Trigger.ScanOutForDelivery
                or Trigger.ScanAttemptFailed
                or Trigger.ScanAvailableForPickup
                or Trigger.ScanException
                or Trigger.ScanReturning
                or Trigger.ScanReturned
                or Trigger.ScanDelivered;

    /// <summary>What a scan of this status is to the order.</summary>
    public static Trigger Of(ParcelStatus scanned) => Enum.Parse<Trigger>($"Scan{scanned}");

    public static Trigger Of(PaymentUpdateType type) =>
        type switch
        {
            PaymentUpdateType.Succeeded => Trigger.PaymentSucceeded,
            PaymentUpdateType.Failed => Trigger.PaymentFailed,
            PaymentUpdateType.Pending => Trigger.PaymentPending,
            PaymentUpdateType.Refunded => Trigger.RefundConfirmed,
            PaymentUpdateType.RefundFailed => Trigger.RefundReturned,
            PaymentUpdateType.Disputed => Trigger.PaymentDisputed,
            PaymentUpdateType.DisputeWon => Trigger.DisputeWon,
            PaymentUpdateType.DisputeLost => Trigger.DisputeLost,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a kind of payment update."),
        };
}
