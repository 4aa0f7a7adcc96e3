using System.Text.Json;
using DurableTask.Core.History;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Lives;

/// <summary>What of the state transition table (<see cref="Transitions"/>) was seen to happen.</summary>
internal static class Sightings
{
    // What was done, or came to pass, by the timeline's word for it.
    private static readonly Dictionary<string, Trigger> _told = new(StringComparer.Ordinal)
    {
        ["review_passed"] = Trigger.ReviewPassed,
        ["review_awaited"] = Trigger.ManualReviewNeeded,
        ["review_refused"] = Trigger.ReviewRefused,
        ["payment_reminded"] = Trigger.PaymentReminderDue,
        ["change_lapsed"] = Trigger.ChangeTimeout,
        ["stock_reserved"] = Trigger.StockReserved,
        ["stock_short"] = Trigger.StockShort,
        ["licences_delivered"] = Trigger.LicencesDelivered,
        ["parcel_refused"] = Trigger.CarrierRefused,
        ["parcel_presumed_lost"] = Trigger.ParcelPresumedLost,
        ["claim_overdue"] = Trigger.AnswerOverdue,
        ["request_overdue"] = Trigger.AnswerOverdue,
        ["return_lapsed"] = Trigger.ReturnLapsed,
        ["refund_settled"] = Trigger.RefundConfirmed,
        ["cancelled"] = Trigger.Settled,
        ["refunded"] = Trigger.Settled,
        ["closed"] = Trigger.WindowsOver,
        ["failed"] = Trigger.StepFailed,
    };

    // What is refused, or found done already, before an orchestration hears of it.
    private static readonly Dictionary<string, Trigger> _asked = new(StringComparer.Ordinal)
    {
        ["cancel"] = Trigger.CancelRequest,
        ["give-up"] = Trigger.ChangeRequest,
        ["address"] = Trigger.ChangeRequest,
        ["change"] = Trigger.ChangeRequest,
        ["confirm-change"] = Trigger.ChangeConfirmed,
        ["decline-change"] = Trigger.ChangeConfirmed,
        ["stock-decision"] = Trigger.StockDecision,
        ["claim"] = Trigger.ClaimFiled,
        ["return"] = Trigger.ReturnRequested,
        ["question"] = Trigger.ServiceRequest,
        ["review"] = Trigger.ReviewDecision,
        ["hold"] = Trigger.HoldDecision,
        ["refund-paid"] = Trigger.RefundDecision,
        ["refund-retry"] = Trigger.RefundDecision,
        ["void"] = Trigger.VoidWaybill,
        ["inspect-parcel"] = Trigger.ParcelInspected,
        ["inspect-again"] = Trigger.ParcelInspected,
        ["claim-refund"] = Trigger.ClaimDecision,
        ["claim-replacement"] = Trigger.ClaimDecision,
        ["claim-declined"] = Trigger.ClaimDecision,
        ["return-waybill"] = Trigger.ReturnSent,
        ["inspect-return"] = Trigger.ReturnReceived,
        ["reply"] = Trigger.ServiceReply,
    };

    public static Trigger? Of(string timelineKind) => _told.TryGetValue(timelineKind, out var trigger) ? trigger : null;

    /// <param name="status">Of the order, from before it was asked until it had answered.</param>
    public static Trigger? Of(Given answer, OrderStatus status)
    {
        if (!_asked.TryGetValue(answer.What, out var trigger))
            return null;
        var isSettledAtTheDoor = answer.IsSuccess && (status is OrderStatus.Cancelling || status.IsFinal());
        return (answer.Status is 404 or 409 or 422 || isSettledAtTheDoor) && Transitions.Of(status, trigger).To.Count > 0 ? trigger : null;
    }

    /// <summary>What came for an orchestration that had ended.</summary>
    public static (string OrderId, Trigger On) OfLate(ExecutionStartedEvent started)
    {
        var late = Read<PostCompletionEvent>(started.Input);
        if (late.Payment is { } payment)
            return (late.OrderId, Triggers.Of(payment.Type));
        return (late.OrderId, late.Rma is null ? Triggers.Of(late.Carrier!.Scans[0].Status) : Trigger.ReturnScanned);
    }

    /// <param name="instanceId">Of the orchestration that is told.</param>
    public static Trigger? Of(string instanceId, EventRaisedEvent raised) =>
        raised.Name switch
        {
            OrderEvents.PaymentUpdate => Triggers.Of(Read<PaymentUpdate>(raised.Input).Type),
            OrderEvents.CarrierUpdate => IsReturn(instanceId)
                ? Trigger.ReturnScanned
                : Triggers.Of(Read<CarrierUpdate>(raised.Input).Scans[0].Status),
            OrderEvents.ReturnReceived => IsReturn(instanceId) ? Trigger.ReturnReceived : Trigger.ParcelInspected,
            _ => Enum.TryParse<Trigger>(raised.Name, out var trigger) ? trigger : null,
        };

    private static bool IsReturn(string instanceId) => instanceId.Contains("-return-", StringComparison.Ordinal);

    private static T Read<T>(string? json) => JsonSerializer.Deserialize<T>(json!, OrderJson.Options)!;
}
