using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>A cancel while parcels are under way: each is recalled, and the customer is told what came of it.</summary>
internal sealed class Recall(
    OrderJournal journal,
    OrderParcels parcels,
    Backorder backorder,
    BackorderShipping backorderShipping,
    UndeliveredParcels undelivered
)
{
    private Pending? _pending;

    /// <summary>The cancel that stopped every parcel while nothing had left.</summary>
    public CancelRequest? StoppedEverything { get; private set; }

    /// <summary>The cancel that came too late for a parcel, until its return has opened.</summary>
    public string? ReturnFor { get; private set; }

    public bool IsPending => _pending is not null;

    /// <summary>Recalls every parcel that is under way. What the answers come to is said when the last of them is there.</summary>
    public async Task BeginAsync(CancelRequest request)
    {
        if (IsPending)
        {
            await journal.RefuseAsync(request.EventId, TimelineKind.CancelRefused, ReasonCode.CancelInProgress);
            return;
        }

        // What has not even been packed need not be asked for.
        var droppedBackorder = parcels.HasLeft && backorder.IsOpen;
        if (droppedBackorder)
        {
            await backorderShipping.CancelAsync(request.EventId);
        }

        TrackedParcel[] recalled = [.. parcels.All.Where(parcel => parcel.IsUnderWay && !parcel.RecallWasRefused)];
        if (recalled.Length == 0)
        {
            if (droppedBackorder)
            {
                await AcceptPartAsync(request.EventId);
                return;
            }

            await journal.RefuseAsync(request.EventId, TimelineKind.CancelRefused, Refusal(recallRefused: parcels.AnyUnderWay));
            return;
        }

        _pending = new Pending(request, [.. recalled.Select(parcel => parcel.Number)], droppedBackorder);
        foreach (var parcel in recalled)
        {
            parcels.Recall(parcel, request.EventId);
        }
    }

    /// <summary>A parcel's shipment says whether it stops; or tells something else, and may not know of the recall.</summary>
    public async Task HearAsync(TrackedParcel parcel, RecallResult? answer)
    {
        if (answer is not null)
        {
            parcel.Answered(answer);
            await AnsweredAsync(parcel);
        }
        else if (parcel.RecalledBy is { } eventId)
        {
            // The engine drops what comes before an instance's first episode. It takes the same event once.
            parcels.Recall(parcel, eventId);
        }
    }

    /// <summary>One of those that were asked has answered, or come to its end.</summary>
    public async Task AnsweredAsync(TrackedParcel parcel)
    {
        if (_pending is not { } pending || !pending.Waiting.Remove(parcel.Number) || pending.Waiting.Count > 0)
        {
            return;
        }

        _pending = null;
        if (parcels.NothingLeaves)
        {
            // The order stops as a whole, and everything is compensated at once.
            StoppedEverything = pending.Request;
            return;
        }

        TrackedParcel[] recalled = [.. parcels.All.Where(one => pending.Recalled.Contains(one.Number))];
        foreach (var voided in recalled.Where(one => one.Outcome == ShipmentOutcome.Voided))
        {
            await undelivered.WriteOffAsync(voided);
        }

        await SayWhatCameOfItAsync(pending, recalled);
    }

    /// <summary>The return that was prepared has been opened.</summary>
    public void ReturnOpened() => ReturnFor = null;

    private async Task SayWhatCameOfItAsync(Pending pending, TrackedParcel[] recalled)
    {
        var requestId = pending.Request.EventId;
        var recallRefused = recalled.Any(parcel => parcel is { RecallWasRefused: true, IsUnderWay: true });
        var stopped =
            pending.DroppedBackorder || recalled.Any(parcel => parcel.RecallWasAccepted || parcel.Outcome == ShipmentOutcome.Voided);
        var arrived = parcels.OnlyLicencesAreKept || parcels.AnyDelivered;
        ReturnFor = requestId;
        if (recallRefused)
        {
            journal.Update(state => state with { ReturnAtDelivery = true });
        }

        if (stopped && (recallRefused || arrived))
        {
            await AcceptPartAsync(requestId);
            return;
        }

        if (stopped)
        {
            journal.Tell(TimelineKind.CancelRecalled, Actor.Shop);
            journal.AcceptAndHandle(requestId, ReasonCode.Recalled);
            await journal.WriteAsync();
            return;
        }

        await journal.RefuseAsync(requestId, TimelineKind.CancelRefused, Refusal(recallRefused));
    }

    /// <summary>What could be stopped was; the customer hears what becomes of the rest.</summary>
    private Task AcceptPartAsync(string requestId)
    {
        journal.Tell(TimelineKind.CancelRecalled, Actor.Shop, Fact.Reason(ReasonCode.PartlyHandedOver));
        journal.AcceptAndHandle(requestId, ReasonCode.PartlyHandedOver);
        return journal.WriteAsync();
    }

    private static ReasonCode Refusal(bool recallRefused) => recallRefused ? ReasonCode.HandedOverReturnPrepared : ReasonCode.Delivered;

    /// <summary>A cancel that waits for its parcels.</summary>
    /// <param name="Recalled">The numbers of those that were asked.</param>
    /// <param name="DroppedBackorder">Something that had not been packed was dropped too.</param>
    private sealed record Pending(CancelRequest Request, IReadOnlyList<int> Recalled, bool DroppedBackorder)
    {
        /// <summary>The numbers of those that have not answered.</summary>
        public HashSet<int> Waiting { get; } = [.. Recalled];
    }
}
