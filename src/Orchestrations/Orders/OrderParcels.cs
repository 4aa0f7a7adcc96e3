using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Orchestrations.Shipments;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>Every parcel of the order, each a shipment of its own, and what they make of the order together.</summary>
internal sealed class OrderParcels(
    TaskOrchestrationContext context,
    OrderJournal journal,
    OrderInbox inbox,
    StockHold stock,
    Compensations compensations
)
{
    private readonly List<TrackedParcel> _parcels = [];
    private Func<Task> _beforeSending = () => Task.CompletedTask;

    public IReadOnlyList<TrackedParcel> All => _parcels;

    /// <summary>What is known of each from its shipment.</summary>
    public IReadOnlyList<ParcelState> States => [.. _parcels.Select(parcel => parcel.State).OfType<ParcelState>()];

    /// <summary>Something of the order has left the shop.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>A step of the order failed for good: from then on what is under way comes to its end, and nothing new begins.</summary>
    public bool AreSettling { get; private set; }

    public bool AnyUnderWay => _parcels.Exists(parcel => parcel.IsUnderWay);

    public bool AnyHandedOver => _parcels.Exists(parcel => parcel.IsHandedOver);

    public bool AnyDelivered => _parcels.Exists(parcel => parcel.Outcome == ShipmentOutcome.Delivered);

    /// <summary>Nothing has left, and no parcel is there that may: the order stops as a whole.</summary>
    public bool NothingLeaves => !HasLeft && !AnyUnderWay;

    /// <summary>All that has left are licences: the goods waited for stock.</summary>
    public bool OnlyLicencesAreKept => HasLeft && journal.State.Kept.Amount > 0 && !AnyHandedOver;

    /// <summary>What the parcels make of the order's status; one that failed is being settled whatever its parcels do.</summary>
    public OrderStatus Status =>
        AreSettling ? OrderStatus.Cancelling : OrderStatuses.FromParcels([.. _parcels.Select(parcel => parcel.Standing)]);

    /// <summary>No parcel with these lines arrived or still may, and they were refunded when theirs was written off.</summary>
    public bool AreWrittenOff(IReadOnlyList<ParcelLine> lines) =>
        ClaimRules.IsWrittenOff([.. _parcels.Where(parcel => parcel.Carries(lines)).Select(parcel => parcel.Standing)]);

    public void Left() => HasLeft = true;

    /// <summary>Has this done each time before goods of the shop's go out.</summary>
    public void BeforeSending(Func<Task> step) => _beforeSending = step;

    /// <summary>The parcel that this is news of.</summary>
    public TrackedParcel Told(ParcelState state)
    {
        var parcel = _parcels[state.Number - 1];
        parcel.Told(state);
        return parcel;
    }

    /// <summary>
    /// Sends these lines, which are reserved, on their way: in one parcel, or in several where one may not hold them all.
    /// </summary>
    public async Task SendOutAsync(IReadOnlyList<ParcelLine> lines, string reservation, GoodsAre goods)
    {
        if (lines.Count > 0)
        {
            await _beforeSending();
        }

        PackedGoods[] packed =
        [
            .. lines.Select(line => PackedGoods.Of(journal.Order.Lines.First(ordered => ordered.Sku == line.Sku), line.Quantity)),
        ];
        if (ParcelPlan.IsPlain(packed))
        {
            Dispatch(lines, reservation, goods);
            return;
        }

        // Until the first of them is handed over, an order that stops gives them all back.
        compensations.Push(ReleaseUnsentAsync);
        var plan = new GoodsToPack(journal.OrderId, reservation, packed, journal.Order.Place, journal.Order.ShippingClass);
        foreach (var parcel in await context.CallActivityAsync<IReadOnlyList<PackedParcel>>(nameof(PackParcels), plan, Retries.Storage))
        {
            Dispatch(parcel.Lines, parcel.Reservation, goods, whole: reservation);
        }
    }

    /// <summary>Sends goods back to the customer whose own they are.</summary>
    public void SendBack(IReadOnlyList<ParcelLine> lines) => Dispatch(lines, reservation: null, GoodsAre.SoldBefore);

    /// <summary>Tells a parcel's shipment to stop it if it still can; told again, it is the same.</summary>
    public void Recall(TrackedParcel parcel, string eventId)
    {
        parcel.Recall(eventId);
        context.SendEvent(ShipmentIds.InstanceId(journal.OrderId, parcel.Number), OrderEvents.CancelShipment, new CancelShipment(eventId));
    }

    /// <summary>Holds a parcel in the shop, or lets it go; one that is with the carrier is not held.</summary>
    public void Hold(TrackedParcel parcel, HoldShipment hold) =>
        context.SendEvent(ShipmentIds.InstanceId(journal.OrderId, parcel.Number), OrderEvents.HoldShipment, hold);

    /// <summary>
    /// A step of the order failed for good: what has not left is not to leave any more. Its end gives nothing back, since that is
    /// settled for all of the order, once it is known what has left after all.
    /// </summary>
    public void Settle()
    {
        AreSettling = true;
        foreach (var parcel in _parcels.Where(parcel => parcel.MayLeave))
        {
            parcel.Replaced();
            Recall(parcel, "failed");
        }
    }

    /// <summary>Goods that were divided into parcels and have not left are for sale again.</summary>
    private async Task ReleaseUnsentAsync()
    {
        foreach (var parcel in _parcels.Where(parcel => !parcel.IsHandedOver && parcel.Reservation != parcel.Whole))
        {
            await stock.ReleaseAsync(parcel.Reservation!);
        }
    }

    /// <summary>Starts the parcel that carries these lines, which are reserved or the customer's own.</summary>
    /// <param name="whole">The reservation that they were made in, if theirs is a part of it.</param>
    private void Dispatch(IReadOnlyList<ParcelLine> lines, string? reservation, GoodsAre goods, string? whole = null)
    {
        if (lines.Count == 0)
        {
            return;
        }

        var parcel = new TrackedParcel(_parcels.Count + 1, lines, whole ?? reservation, reservation, goods);
        _parcels.Add(parcel);
        inbox.Follow(
            EndOfAsync(
                parcel,
                context.FollowAsync<ShipmentEnd>(
                    nameof(ShipmentOrchestration),
                    ShipmentOrder.For(journal.Order, parcel.Number, lines) with
                    {
                        Held = journal.State.HeldSince is not null && reservation is not null,
                    },
                    new SubOrchestrationOptions(instanceId: ShipmentIds.InstanceId(journal.OrderId, parcel.Number))
                    {
                        Version = context.Version,
                    },
                    end => end is { Parcel.Number: var number } && number == parcel.Number
                )
            )
        );
    }

    private static async Task<ShipmentEnd> EndOfAsync(TrackedParcel parcel, Task<ShipmentEnd> shipment)
    {
        try
        {
            return await shipment;
        }
        catch (TaskFailedException)
        {
            parcel.Failed();
            throw;
        }
    }
}
