using System.Collections.Frozen;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Storefront;

/// <summary>
/// What the storefront is told of an order: the one table of event types, by what the order's steps write anyway. Names are those of
/// Standard Webhooks: letters, digits, <c>_</c>, parts joined by a dot.
/// </summary>
public static class StorefrontEvents
{
    /// <summary>What operations post to see whether an endpoint hears them.</summary>
    public const string Test = "webhook.test";

    /// <summary>Null: told by the line of the timeline that begins the order.</summary>
    private static readonly FrozenDictionary<OrderStatus, string?> _ofStatuses = new Dictionary<OrderStatus, string?>
    {
        [OrderStatus.Placed] = null,
        [OrderStatus.InReview] = "order.in_review",
        [OrderStatus.AwaitingPayment] = "order.awaiting_payment",
        [OrderStatus.CheckingStock] = "order.checking_stock",
        [OrderStatus.AwaitingStockDecision] = "order.awaiting_stock_decision",
        [OrderStatus.Preparing] = "order.preparing",
        [OrderStatus.Shipped] = "order.shipped",
        [OrderStatus.InTransit] = "order.in_transit",
        [OrderStatus.OutForDelivery] = "order.out_for_delivery",
        [OrderStatus.Delivered] = "order.delivered",
        [OrderStatus.Cancelling] = "order.cancelling",
        [OrderStatus.Closed] = "order.closed",
        [OrderStatus.Cancelled] = "order.cancelled",
        [OrderStatus.Refunded] = "order.refunded",
        [OrderStatus.Failed] = "order.failed",
    }.ToFrozenDictionary();

    /// <summary>
    /// Null: a change of status tells it, or another line; it is a reminder; or it is the answer to who asked, and changed nothing.
    /// </summary>
    private static readonly FrozenDictionary<TimelineKind, string?> _ofTimeline = new Dictionary<TimelineKind, string?>
    {
        [TimelineKind.CancelRecalled] = "order.recalled",
        [TimelineKind.CancelRefused] = null,
        [TimelineKind.Cancelled] = null,
        [TimelineKind.ChangeAwaitsPayment] = "order.change_confirmed",
        [TimelineKind.ChangeDeclined] = "order.change_declined",
        [TimelineKind.ChangeLapsed] = "order.change_lapsed",
        [TimelineKind.ChangeOffered] = "order.change_offered",
        [TimelineKind.ChangeRefused] = null,
        [TimelineKind.Changed] = "order.changed",
        [TimelineKind.ClaimDeclined] = "claim.declined",
        [TimelineKind.ClaimFiled] = "claim.opened",
        [TimelineKind.ClaimOverdue] = "claim.overdue",
        [TimelineKind.ClaimRefund] = "claim.refund_granted",
        [TimelineKind.ClaimRefused] = "claim.refused",
        [TimelineKind.ClaimReplacement] = "claim.replacement_granted",
        [TimelineKind.Closed] = null,
        [TimelineKind.CollectionReminded] = null,
        [TimelineKind.Delivered] = null,
        [TimelineKind.DeliveryDelayed] = "shipment.delayed",
        [TimelineKind.DisputeLost] = "dispute.lost",
        [TimelineKind.DisputeWon] = "dispute.won",
        [TimelineKind.Failed] = null,
        [TimelineKind.HoldDecisionRefused] = null,
        [TimelineKind.LatePaymentRefunded] = "payment.late",
        [TimelineKind.LicencesDelivered] = "licences.delivered",
        [TimelineKind.LicencesRevoked] = "licences.revoked",
        [TimelineKind.OrderHeld] = "order.held",
        [TimelineKind.OrderReleased] = "order.released",
        [TimelineKind.Paid] = "order.paid",
        [TimelineKind.ParcelBooked] = "shipment.booked",
        [TimelineKind.ParcelStopped] = "shipment.stopped",
        [TimelineKind.ParcelDamaged] = "shipment.damaged",
        [TimelineKind.ParcelDelivered] = null,
        [TimelineKind.ParcelFound] = "shipment.found",
        [TimelineKind.ParcelInspected] = "shipment.inspected",
        [TimelineKind.ParcelLost] = "shipment.lost",
        [TimelineKind.ParcelPresumedLost] = null,
        [TimelineKind.ParcelRecalled] = "shipment.recalled",
        [TimelineKind.ParcelRefused] = "shipment.refused",
        [TimelineKind.ParcelReturned] = "shipment.returned",
        [TimelineKind.ParcelSentAgain] = "shipment.sent_again",
        [TimelineKind.PaymentAwaited] = null,
        [TimelineKind.PaymentDisputed] = "dispute.opened",
        [TimelineKind.PaymentFailed] = "payment.failed",
        [TimelineKind.PaymentReceived] = "payment.received",
        [TimelineKind.PaymentReminded] = null,
        [TimelineKind.PaymentSeen] = "payment.seen",
        [TimelineKind.PaymentShort] = "payment.short",
        [TimelineKind.PaymentWindowExtended] = "payment.window_extended",
        [TimelineKind.PaymentWrongCurrency] = "payment.wrong_currency",
        [TimelineKind.Placed] = "order.placed",
        [TimelineKind.RefundByBank] = "refund.by_bank",
        [TimelineKind.RefundByHand] = "refund.failed",
        [TimelineKind.RefundDecisionRefused] = null,
        [TimelineKind.RefundInKind] = "refund.address_needed",
        [TimelineKind.RefundSent] = "refund.created",
        [TimelineKind.RefundSettled] = "refund.settled",
        [TimelineKind.Refunded] = null,
        [TimelineKind.RequestAnswered] = "request.answered",
        [TimelineKind.RequestFiled] = "request.opened",
        [TimelineKind.RequestOverdue] = "request.overdue",
        [TimelineKind.RequestRefused] = "request.refused",
        [TimelineKind.ReturnAnnounced] = "return.sent",
        [TimelineKind.ReturnArrived] = "return.received",
        [TimelineKind.ReturnDeclined] = "return.declined",
        [TimelineKind.ReturnExchange] = "return.exchange_granted",
        [TimelineKind.ReturnGranted] = "return.opened",
        [TimelineKind.ReturnInTransit] = "return.in_transit",
        [TimelineKind.ReturnLapsed] = "return.lapsed",
        [TimelineKind.ReturnRefund] = "return.refund_granted",
        [TimelineKind.ReturnRefused] = "return.refused",
        [TimelineKind.ReturnReminded] = null,
        [TimelineKind.ReturnSentBack] = "return.sent_back",
        [TimelineKind.ReviewApproved] = null,
        [TimelineKind.ReviewAwaited] = "order.review_awaited",
        [TimelineKind.ReviewDecisionRefused] = null,
        [TimelineKind.ReviewPassed] = null,
        [TimelineKind.ReviewRefused] = null,
        [TimelineKind.ScanAttemptFailed] = "shipment.updated",
        [TimelineKind.ScanAvailableForPickup] = "shipment.updated",
        [TimelineKind.ScanCustoms] = "shipment.updated",
        [TimelineKind.ScanDelivered] = "shipment.delivered",
        [TimelineKind.ScanException] = "shipment.updated",
        [TimelineKind.ScanInTransit] = "shipment.updated",
        [TimelineKind.ScanLabelCreated] = "shipment.updated",
        [TimelineKind.ScanOutForDelivery] = "shipment.updated",
        [TimelineKind.ScanPickedUp] = "shipment.updated",
        [TimelineKind.ScanReturned] = "shipment.updated",
        [TimelineKind.ScanReturning] = "shipment.updated",
        [TimelineKind.Shipped] = null,
        [TimelineKind.StockArrived] = "stock.arrived",
        [TimelineKind.StockDecided] = "stock.decided",
        [TimelineKind.StockDecisionRefused] = null,
        [TimelineKind.StockWrittenOff] = "stock.written_off",
        [TimelineKind.StockQuestion] = null,
        [TimelineKind.StockReserved] = null,
        [TimelineKind.StockShort] = "stock.short",
        [TimelineKind.Substituted] = "stock.substituted",
        [TimelineKind.WaybillVoided] = "shipment.voided",
    }.ToFrozenDictionary();

    /// <summary>Every type that an order can tell, by name.</summary>
    public static IReadOnlyList<string> All { get; } =
    [.. _ofStatuses.Values.Concat(_ofTimeline.Values).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whether it was decided what is told of this status.</summary>
    public static bool IsDecided(OrderStatus status) => _ofStatuses.ContainsKey(status);

    /// <summary>Whether it was decided what is told of this line of the timeline.</summary>
    public static bool IsDecided(TimelineKind kind) => _ofTimeline.ContainsKey(kind);

    /// <summary>The type that tells of an order's coming into a status; null if none does.</summary>
    public static string? Of(OrderStatus status) => _ofStatuses.GetValueOrDefault(status);

    /// <summary>The type that tells of a line of the timeline; null if none does.</summary>
    public static string? Of(TimelineKind kind) => _ofTimeline.GetValueOrDefault(kind);
}
