using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

// A cancel while parcels are under way: each is asked for, and the customer is told what came of it.
public sealed partial class OrderOrchestration
{
    private CallBack? _callBack;

    /// <summary>The cancel that came too late for a parcel, until its return has opened.</summary>
    private string? _returnFor;

    /// <summary>The cancel that stopped every parcel while nothing had left.</summary>
    private CancelRequest? _stopAsked;

    /// <summary>Asks for every parcel that is under way. What the answers come to is said when the last of them is there.</summary>
    private async Task CallBackAsync(CancelRequest request)
    {
        if (_callBack is not null)
        {
            await RefuseAsync(request.EventId, "cancel", "cancel_in_progress");
            return;
        }

        // What has not even been packed need not be asked for.
        var rest = _left && _rest is not null;
        if (rest)
        {
            await CancelRestAsync(request.EventId);
        }

        Consignment[] asked = [.. _parcels.Where(parcel => parcel.UnderWay && !parcel.GoesOn)];
        if (asked.Length == 0)
        {
            var goesOn = _parcels.Exists(parcel => parcel.UnderWay);
            await RefuseAsync(request.EventId, "cancel", rest ? "partly_handed_over" : goesOn ? "handed_over_return_prepared" : "delivered");
            return;
        }

        _callBack = new CallBack(request, [.. asked.Select(parcel => parcel.Number)], rest);
        foreach (var parcel in asked)
        {
            SendCancel(parcel, request.EventId);
        }
    }

    private void SendCancel(Consignment parcel, string eventId)
    {
        parcel.CalledBackBy = eventId;
        _context.SendEvent(ShipmentOrder.InstanceId(_order.OrderId, parcel.Number), OrderEvents.CancelShipment, new CancelShipment(eventId));
    }

    private async Task TakeAnswerAsync(Consignment parcel, CallBackAnswer answer)
    {
        parcel.CalledBackBy = null;
        parcel.GoesOn = !answer.Stopped;
        parcel.ComesBack = answer.Stopped;
        await AnsweredAsync(parcel);
    }

    private async Task AnsweredAsync(Consignment parcel)
    {
        if (_callBack is not { } callBack || !callBack.Waiting.Remove(parcel.Number) || callBack.Waiting.Count > 0)
        {
            return;
        }

        _callBack = null;
        Consignment[] asked = [.. _parcels.Where(one => callBack.Asked.Contains(one.Number))];
        if (NothingLeaves)
        {
            // The order stops as a whole, and everything is undone at once.
            _stopAsked = callBack.Request;
            return;
        }

        foreach (var voided in asked.Where(one => one.Outcome == ShipmentOutcome.Voided))
        {
            await GiveUpParcelAsync(voided);
        }

        await SayWhatCameOfItAsync(callBack, asked);
    }

    private async Task SayWhatCameOfItAsync(CallBack callBack, Consignment[] asked)
    {
        var request = callBack.Request;
        var goesOn = asked.Any(parcel => parcel.GoesOn && parcel.UnderWay);
        var stopped = callBack.Rest || asked.Any(parcel => parcel.ComesBack || parcel.Outcome == ShipmentOutcome.Voided);
        var arrived = KeepsOnlyLicences || _parcels.Exists(parcel => parcel.Outcome == ShipmentOutcome.Delivered);
        _returnFor = request.EventId;
        if (goesOn)
        {
            _state = _state with { ReturnAtDelivery = true };
        }

        if (stopped && !goesOn && !arrived)
        {
            await RecordAsync(
                _state with { Commands = _state.Commands.With(request.EventId, new CommandOutcome(true, "recalled")) },
                timeline: [Entry("cancel_recalled", "shop")],
                handled: [request.EventId]);
            return;
        }

        await RefuseAsync(request.EventId, "cancel", stopped ? "partly_handed_over" : goesOn ? "handed_over_return_prepared" : "delivered");
    }

    /// <summary>The return that was prepared opens when everything has arrived that was to; also for a parcel that the carrier was to bring back, and delivered.</summary>
    private async Task OpenPreparedReturnAsync(Consignment parcel)
    {
        if (_state.Status == OrderStatus.Delivered && _returnFor is { } requestId && (_state.ReturnAtDelivery || parcel is { ComesBack: true, Outcome: ShipmentOutcome.Delivered }))
        {
            _returnFor = null;
            await ReturnEverythingAsync(requestId);
        }
    }

    /// <summary>A cancel that waits for its parcels.</summary>
    /// <param name="rest">True if something that had not been packed was given up too.</param>
    private sealed class CallBack(CancelRequest request, IReadOnlyList<int> asked, bool rest)
    {
        public bool Rest => rest;

        public CancelRequest Request => request;

        public IReadOnlyList<int> Asked => asked;

        /// <summary>The numbers of those that have not answered.</summary>
        public HashSet<int> Waiting { get; } = [.. asked];
    }
}
