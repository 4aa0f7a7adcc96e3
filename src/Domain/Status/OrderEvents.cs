using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Status;

// What the orchestrations accept from outside. Each carries an id; the same id twice has the effect of once.

/// <summary>The names under which events are raised.</summary>
public static class OrderEvents
{
    public const string PaymentUpdate = "PaymentUpdate";
    public const string CancelRequest = "CancelRequest";
    public const string CarrierUpdate = "CarrierUpdate";
    public const string ParcelUpdate = "ParcelUpdate";
    public const string CancelShipment = "CancelShipment";
    public const string ChangeConfirmed = "ChangeConfirmed";
    public const string ChangeRequest = "ChangeRequest";
    public const string ClaimDecision = "ClaimDecision";
    public const string ClaimFiled = "ClaimFiled";
    public const string HoldDecision = "HoldDecision";
    public const string HoldShipment = "HoldShipment";
    public const string Nudge = "Nudge";
    public const string RefundDecision = "RefundDecision";
    public const string ReturnReceived = "ReturnReceived";
    public const string ReturnRequested = "ReturnRequested";
    public const string ReturnSent = "ReturnSent";
    public const string ReviewDecision = "ReviewDecision";
    public const string ServiceReply = "ServiceReply";
    public const string ServiceRequest = "ServiceRequest";
    public const string StockArrived = "StockArrived";
    public const string StockDecision = "StockDecision";
    public const string VoidWaybill = "VoidWaybill";
}

/// <param name="By">The customer or the shop.</param>
/// <param name="Lines">
/// All that the order had when it was asked for by naming its lines: an order that has changed since is not cancelled by it. Null: whatever
/// it has.
/// </param>
/// <param name="Reason">Why; null where the customer wants it.</param>
public sealed record CancelRequest(string EventId, Actor By, IReadOnlyList<ParcelLine>? Lines = null, ReasonCode? Reason = null)
{
    /// <summary>True if it means the order as it is now.</summary>
    public bool Means(Order order) =>
        Lines is null || order.Lines.All(line => Lines.Where(asked => asked.Sku == line.Sku).Sum(asked => asked.Quantity) >= line.Quantity);
}

/// <summary>An event whose order (or parcel, or return) had ended before it was handled; one of the two is set.</summary>
/// <param name="ParcelNumber">Set with <paramref name="Carrier"/>, for a parcel of ours.</param>
/// <param name="Rma">Set with <paramref name="Carrier"/>, for goods that come back.</param>
public sealed record PostCompletionEvent(
    string OrderId,
    PaymentUpdate? Payment = null,
    CarrierUpdate? Carrier = null,
    int? ParcelNumber = null,
    string? Rma = null
);

/// <summary>The watchdog asks an orchestration to look again; it changes nothing by itself.</summary>
public sealed record Nudge(string EventId);

/// <summary>An event on its way to an instance whose row the engine has not finished.</summary>
/// <param name="Payload">As it would have been raised.</param>
public sealed record RelayedEvent(string InstanceId, string EventName, JsonElement Payload);
