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
}

/// <summary>What a payment provider said about an order's payment.</summary>
/// <param name="EventId">Provider and the provider's event id.</param>
/// <param name="Confirmations">For crypto: how deep the transaction is.</param>
public sealed record PaymentUpdate(string EventId, string Provider, PaymentUpdateType Type, Money Amount, string? Method, int? Confirmations);

public enum PaymentUpdateType
{
    Succeeded,
    Failed,
    Pending,
    Refunded,
}

/// <param name="By"><c>customer</c> or <c>shop</c>.</param>
public sealed record CancelRequest(string EventId, string By);

/// <summary>Scans for one parcel; raised to its shipment orchestration.</summary>
public sealed record CarrierUpdate(string EventId, IReadOnlyList<Scan> Scans);

/// <summary>A shipment tells its order that the parcel moved, or that it can no longer be called back; raised by the shipment orchestration to the order's.</summary>
/// <param name="RefusedCancel">The id of the cancel request that came too late for this parcel.</param>
public sealed record ParcelUpdate(string EventId, ParcelState Parcel, string? RefusedCancel = null);

/// <summary>An order calls its parcel back; answered by the shipment's end (voided) or by <see cref="ParcelUpdate.RefusedCancel"/>.</summary>
/// <param name="EventId">The id of the cancel request behind it.</param>
public sealed record CancelShipment(string EventId);

/// <summary>An event whose order (or parcel) had ended before it was handled; one of the two is set.</summary>
/// <param name="ParcelNumber">Set with <paramref name="Carrier"/>.</param>
public sealed record LateEvent(string OrderId, PaymentUpdate? Payment = null, CarrierUpdate? Carrier = null, int? ParcelNumber = null);
