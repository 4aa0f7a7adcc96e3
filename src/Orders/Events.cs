using System.Text.Json;

namespace Orders.Functions.Orders;

// What the orchestrations accept from outside. Each carries an id; the same id twice has the effect of once.

/// <summary>The names under which events are raised (workflow.md, 'Events the orchestrations accept').</summary>
public static class OrderEvents
{
    public const string PaymentUpdate = nameof(Functions.Orders.PaymentUpdate);
    public const string CancelRequest = nameof(Functions.Orders.CancelRequest);
    public const string CarrierUpdate = nameof(Functions.Orders.CarrierUpdate);
    public const string ParcelUpdate = nameof(Functions.Orders.ParcelUpdate);
    public const string CancelShipment = nameof(Functions.Orders.CancelShipment);
    public const string ChangeConfirmed = nameof(Functions.Orders.ChangeConfirmed);
    public const string ChangeRequest = nameof(Functions.Orders.ChangeRequest);
    public const string ClaimDecision = nameof(Functions.Orders.ClaimDecision);
    public const string ClaimFiled = nameof(Functions.Orders.ClaimFiled);
    public const string Nudge = nameof(Functions.Orders.Nudge);
    public const string RefundDecision = nameof(Functions.Orders.RefundDecision);
    public const string ReturnReceived = nameof(Functions.Orders.ReturnReceived);
    public const string ReturnRequested = nameof(Functions.Orders.ReturnRequested);
    public const string ReturnSent = nameof(Functions.Orders.ReturnSent);
    public const string ReviewDecision = nameof(Functions.Orders.ReviewDecision);
    public const string ServiceReply = nameof(Functions.Orders.ServiceReply);
    public const string ServiceRequest = nameof(Functions.Orders.ServiceRequest);
    public const string StockArrived = nameof(Functions.Orders.StockArrived);
    public const string StockDecision = nameof(Functions.Orders.StockDecision);
    public const string VoidWaybill = nameof(Functions.Orders.VoidWaybill);
}

/// <summary>What a payment provider said about an order's payment.</summary>
/// <param name="EventId">Provider and the provider's event id.</param>
/// <param name="Confirmations">For crypto: how deep the transaction is.</param>
/// <param name="Reference">With <see cref="PaymentUpdateType.Refunded"/>: the provider's id of the refund, if it says so.</param>
public sealed record PaymentUpdate(string EventId, string Provider, PaymentUpdateType Type, Money Amount, string? Method, int? Confirmations, string? Reference = null);

public enum PaymentUpdateType
{
    Succeeded,
    Failed,
    Pending,

    /// <summary>The customer has the money of a refund.</summary>
    Refunded,

    /// <summary>The customer's bank took money back (a chargeback).</summary>
    Disputed,

    /// <summary>The bank gave it back to us.</summary>
    DisputeWon,

    /// <summary>The bank has decided for the customer.</summary>
    DisputeLost,
}

/// <param name="By"><c>customer</c> or <c>shop</c>.</param>
public sealed record CancelRequest(string EventId, string By);

/// <summary>Scans for one parcel; raised to its shipment orchestration.</summary>
public sealed record CarrierUpdate(string EventId, IReadOnlyList<Scan> Scans);

/// <summary>A shipment tells its order that the parcel moved, or whether it can be stopped; raised by the shipment orchestration to the order's.</summary>
/// <param name="CallBack">Set where the order called the parcel back and it goes on nevertheless, or is brought back by the carrier.</param>
public sealed record ParcelUpdate(string EventId, ParcelState Parcel, CallBackAnswer? CallBack = null);

/// <param name="RequestId">The id of the cancel request behind it.</param>
/// <param name="Stopped">True if the carrier brings it back.</param>
public sealed record CallBackAnswer(string RequestId, bool Stopped);

/// <summary>An order calls its parcel back; answered by the shipment's end (voided) or by <see cref="ParcelUpdate.CallBack"/>.</summary>
/// <param name="EventId">The id of the cancel request behind it.</param>
public sealed record CancelShipment(string EventId);

/// <summary>An event whose order (or parcel, or return) had ended before it was handled; one of the two is set.</summary>
/// <param name="ParcelNumber">Set with <paramref name="Carrier"/>, for a parcel of ours.</param>
/// <param name="Rma">Set with <paramref name="Carrier"/>, for goods that come back.</param>
public sealed record LateEvent(string OrderId, PaymentUpdate? Payment = null, CarrierUpdate? Carrier = null, int? ParcelNumber = null, string? Rma = null);

/// <summary>A person decided on a doubtful order.</summary>
/// <param name="Reason">For operations; never shown to the customer.</param>
public sealed record ReviewDecision(string EventId, bool Pass, string Reason, string By);

/// <summary>A wish to change the order. What it costs is worked out by the orchestration.</summary>
/// <param name="AcceptDuties">The customer accepts the import duties that it brings, without being asked.</param>
public sealed record ChangeRequest(string EventId, string ChangeId, OrderChange Change, ChangeConsent Consent, string By, bool AcceptDuties = false);

/// <summary>When a change needs no further word of the customer's.</summary>
public enum ChangeConsent
{
    /// <summary>It is offered, whatever it costs.</summary>
    Asked,

    /// <summary>One that costs nothing is in force at once, any other is offered: another address.</summary>
    GivenIfFree,

    /// <summary>In force at once; one that costs more is refused: lines that are given up.</summary>
    Given,
}

/// <param name="Accepted">False: the customer does not want it after all.</param>
public sealed record ChangeConfirmed(string EventId, string ChangeId, bool Accepted = true, bool AcceptDuties = false);

/// <summary>What the customer wants done about the lines that are short.</summary>
/// <param name="Choices">One for each short line.</param>
public sealed record StockDecision(string EventId, IReadOnlyList<LineChoice> Choices, string By);

/// <summary>Units that an order waited for were set aside for it.</summary>
/// <param name="Occasion">The reservation they are under.</param>
/// <param name="Revision">Of the reservation: an event with a lower one is old news.</param>
/// <param name="Missing">What is still waited for; empty: nothing more.</param>
public sealed record StockArrived(string EventId, string Occasion, int Revision, IReadOnlyList<ParcelLine> Missing);

/// <summary>A person of operations settles a refund that the payment company could not make.</summary>
/// <param name="Occasion">Which refund.</param>
/// <param name="Reference">The id of the transfer that was made by hand; null: have the payment company try once more, under the same key.</param>
public sealed record RefundDecision(string EventId, string Occasion, string? Reference, string By);

/// <summary>The watchdog asks an orchestration to look again; it changes nothing by itself.</summary>
public sealed record Nudge(string EventId);

/// <summary>A claim whose case file is stored.</summary>
/// <param name="FiledAt">When it reached us: what counts for the window.</param>
/// <param name="RemindAt">When operations are reminded.</param>
/// <param name="AnswerBy">When an answer is due.</param>
/// <param name="LateBy">What is promised instead once that was missed.</param>
/// <param name="Value">What the customer paid for its lines.</param>
/// <param name="DecideByRuleUpTo">A claim worth no more is granted without a person; null if none is.</param>
public sealed record ClaimFiled(
    string EventId,
    string ClaimId,
    ClaimKind Kind,
    IReadOnlyList<ParcelLine> Lines,
    DateTimeOffset FiledAt,
    DateTimeOffset RemindAt,
    DateTimeOffset AnswerBy,
    DateTimeOffset LateBy,
    Money Value,
    Money? DecideByRuleUpTo)
{
    /// <summary>The event of a stored claim; as often as it is raised, its effect is that of once.</summary>
    public static ClaimFiled Of(CaseState claim) => new(
        $"claim:{claim.CaseId}", claim.CaseId, claim.Claim!.Kind, claim.Lines, claim.FiledAt, claim.RemindAt ?? claim.DueBy, claim.DueBy, claim.LateBy ?? claim.DueBy, claim.Claim.Value, claim.Claim.DecideByRuleUpTo);
}

/// <param name="Amount">What is paid back; null with a replacement or a decline, the lines' value if absent with a refund.</param>
/// <param name="SealedReason">For the customer, sealed with the customer's key.</param>
public sealed record ClaimDecision(string EventId, ClaimOutcome Outcome, Money? Amount, Liability Liability, string SealedReason, string By);

/// <summary>A return that can be granted, and is stored; its RMA is given out once its order has taken it up.</summary>
/// <param name="Reason">A code; what the customer wrote is stored.</param>
/// <param name="FiledAt">When it reached us: what counts for the window.</param>
/// <param name="RemindAt">When the customer is reminded.</param>
/// <param name="SendBy">When it lapses if nothing came.</param>
public sealed record ReturnRequested(
    string EventId,
    string Rma,
    IReadOnlyList<ParcelLine> Lines,
    ReturnWish Wants,
    string Reason,
    ReturnTerms Terms,
    DateTimeOffset FiledAt,
    DateTimeOffset RemindAt,
    DateTimeOffset SendBy)
{
    /// <summary>The event of a stored return; as often as it is raised, its effect is that of once.</summary>
    public static ReturnRequested Of(CaseState filed) => new(
        $"return:{filed.CaseId}", filed.CaseId, filed.Lines, filed.Return!.Wants, filed.Return.Reason, filed.Return.Terms, filed.FiledAt, filed.RemindAt ?? filed.DueBy, filed.DueBy);
}

/// <summary>The customer says by which waybill a return comes.</summary>
public sealed record ReturnSent(string EventId, string Carrier, string Waybill);

/// <summary>Goods that came back were opened in the warehouse: by a return, or because they could not be delivered.</summary>
/// <param name="Then">Of a parcel that could not be delivered: what becomes of it.</param>
public sealed record ReturnReceived(string EventId, IReadOnlyList<InspectedLine> Lines, string By, AfterInspection Then = AfterInspection.Refund);

public enum AfterInspection
{
    Refund,
    ShipAgain,
}

/// <summary>Operations want another waybill for a parcel that the carrier does not have yet; raised to its shipment orchestration.</summary>
/// <param name="Reason">For operations; stands in the timeline's facts.</param>
public sealed record VoidWaybill(string EventId, string Reason, string By);

/// <summary>A question or a fault, with its text stored.</summary>
/// <param name="LateBy">What is promised instead once <paramref name="AnswerBy"/> was missed.</param>
public sealed record ServiceRequest(string EventId, string RequestId, DateTimeOffset FiledAt, DateTimeOffset RemindAt, DateTimeOffset AnswerBy, DateTimeOffset LateBy)
{
    /// <summary>The event of a stored request; as often as it is raised, its effect is that of once.</summary>
    public static ServiceRequest Of(CaseState filed) => new($"request:{filed.CaseId}", filed.CaseId, filed.FiledAt, filed.RemindAt ?? filed.DueBy, filed.DueBy, filed.LateBy ?? filed.DueBy);
}

/// <summary>A person answered.</summary>
/// <param name="SealedAnswer">For the customer, sealed with the customer's key.</param>
public sealed record ServiceReply(string EventId, string SealedAnswer, string By);

/// <summary>An event on its way to an instance whose row the engine has not finished.</summary>
/// <param name="Payload">As it would have been raised.</param>
public sealed record RelayedEvent(string InstanceId, string EventName, JsonElement Payload);
