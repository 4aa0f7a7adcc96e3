using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// Nothing leaves the shop while the customer's bank disputes the payment, until a person lets it go or cancels, or the bank decides for
/// the shop. Money is counted and goods are reserved meanwhile.
/// </summary>
internal sealed class OrderHold(OrderJournal journal, OrderParcels parcels)
{
    private int _times;

    public bool IsOn => journal.State.HeldSince is not null;

    // Held once more, it is another task.
    private string AlertKey => FormattableString.Invariant($"held:{journal.OrderId}:{_times}");

    private bool IsDisputed => journal.State.Disputes.Any(dispute => dispute.HoldsGoods);

    private bool MayAnythingLeave =>
        journal.State.Status
            is OrderStatus.Placed
                or OrderStatus.InReview
                or OrderStatus.AwaitingPayment
                or OrderStatus.CheckingStock
                or OrderStatus.AwaitingStockDecision
                or OrderStatus.Preparing
        || journal.State.Short.Count > 0
        || parcels.All.Any(parcel => parcel.MayLeave);

    /// <summary>Says in the step that is being written that the order is held, if anything of it may still leave.</summary>
    public void Begin()
    {
        if (!IsOn && IsDisputed && MayAnythingLeave)
        {
            Start();
        }
    }

    /// <summary>Goods are about to go out, by an order of which all had left when the payment was disputed: they are held as well.</summary>
    public async Task BeginForGoodsAsync()
    {
        if (!IsOn && IsDisputed)
        {
            Start();
            await journal.WriteAsync();
            await CarryOutAsync();
        }
    }

    /// <summary>That step is written: parcels are told, and a person.</summary>
    public async Task CarryOutAsync()
    {
        TellParcels();
        if (IsOn)
        {
            await journal.AlertAsync(
                AlertKey,
                AlertKind.OrderHeld,
                "The payment is disputed, and nothing of the order leaves the shop. Release it, or cancel it."
            );
        }
    }

    /// <summary>A person lets the order go.</summary>
    public async Task DecideAsync(HoldDecision decision)
    {
        if (!IsOn)
        {
            await journal.RefuseAsync(decision.EventId, TimelineKind.HoldDecisionRefused, ReasonCode.NotHeld);
            return;
        }

        journal.AcceptAndHandle(decision.EventId);
        journal.Update(state => state with { Disputes = [.. state.Disputes.Select(dispute => dispute with { Released = true })] });
        End(("by", decision.By));
        await journal.WriteAsync();
        TellParcels();
    }

    /// <summary>Says in the step that is being written that the order goes on, unless a dispute still holds it.</summary>
    /// <returns>True if it was held until now.</returns>
    public bool EndUnlessDisputed()
    {
        var ends = IsOn && !IsDisputed;
        if (ends)
        {
            End();
        }

        return ends;
    }

    /// <summary>
    /// The same once all that was held has gone: the carrier took it, or it is to stay. The step that is being written says so.
    /// </summary>
    public void EndWithoutGoods()
    {
        if (IsOn && !MayAnythingLeave)
        {
            Drop();
        }
    }

    private void Start()
    {
        _times++;
        journal.Update(state => state with { HeldSince = journal.Now });
        journal.Tell(TimelineKind.OrderHeld, Actor.Shop);
    }

    private void End(params IReadOnlyList<(string Name, string Value)> facts)
    {
        if (IsOn)
        {
            Drop();
            journal.Tell(TimelineKind.OrderReleased, Actor.Shop, facts);
        }
    }

    /// <summary>The order stops or ends: nothing is left to hold.</summary>
    public void Drop()
    {
        journal.Update(state => state with { HeldSince = null });
        journal.EndAlert(AlertKey);
    }

    /// <summary>
    /// A parcel tells how it stands, and may not know of the hold: the engine drops what comes before an instance's first episode. It takes
    /// the same event once.
    /// </summary>
    public void Hear(TrackedParcel parcel)
    {
        if (parcel is { MayLeave: true, Reservation: not null, State: { HandedOver: false } state } && state.Held != IsOn && _times > 0)
        {
            parcels.Hold(parcel, Event);
        }
    }

    private HoldShipment Event =>
        IsOn
            ? new(FormattableString.Invariant($"held-{_times}"), ShipmentHold.Begins)
            : new(FormattableString.Invariant($"released-{_times}"), ShipmentHold.Ends);

    private void TellParcels()
    {
        foreach (var parcel in parcels.All.Where(parcel => parcel is { MayLeave: true, Reservation: not null }))
        {
            parcels.Hold(parcel, Event);
        }
    }
}
