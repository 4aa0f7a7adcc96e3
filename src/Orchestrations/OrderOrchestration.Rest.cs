using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Orchestrations;

// What comes later than the rest of the order: it waits in line under a reservation of its own, while the order goes on.
public sealed partial class OrderOrchestration
{
    /// <summary>The reservation of what is shipped later.</summary>
    private const string RestReservation = "rest";

    /// <summary>What is shipped later; null once it is on its way or given up.</summary>
    private IReadOnlyList<ParcelLine>? _rest;
    private RestOverdue? _restWatch;

    /// <summary>What does not go with the order's own parcels.</summary>
    private IEnumerable<ParcelLine> RestLines => _rest ?? _parcels.Where(parcel => parcel.Whole == RestReservation).SelectMany(parcel => parcel.Lines);

    /// <summary>The order goes on with what is there.</summary>
    private async Task PartAsync()
    {
        if (_state.Short.Count == 0)
        {
            return;
        }

        _undo.Push(ReleaseRestAsync);
        var rest = await _context.CallActivityAsync<StockAmended>(nameof(PartStock), new StockPart(_order.OrderId, OrderReservation, RestReservation), Retries.Storage);
        _state = _state with { Short = [.. ShortLines.Now(_state.Short, rest.Missing).Select(line => line with { Substitutes = [] })] };
        if (rest.Missing.Count > 0)
        {
            _rest = rest.Missing;
            _stockRevision = rest.Revision;
            WatchRest();
        }
        else
        {
            _state = _state with { Deadlines = _state.Deadlines.Without("restock") };
        }
    }

    /// <summary>Sends the rest when all of it is there.</summary>
    private async Task SendRestAsync()
    {
        if (_rest is not { } lines || _state.Short.Count > 0)
        {
            return;
        }

        EndRest();
        var goods = lines.Where(line => _order.Lines.Single(ordered => ordered.Sku == line.Sku).Kind == ProductKind.Physical).ToList();
        if (goods.Count > 0)
        {
            await SendOutAsync(goods, RestReservation, sold: false);
        }
        else if (lines.Count > 0)
        {
            await _context.CallActivityAsync(nameof(ShipStock), new StockStep(_order.OrderId, RestReservation), Retries.Storage);
        }

        if (_left)
        {
            await DeliverLicencesAsync();
        }

        await FinishRestAsync();
    }

    /// <summary>The customer thought better of it while the rest is waited for.</summary>
    private async Task DecideRestAsync(StockDecision decision)
    {
        if (_rest is null || _state.Short.Count == 0)
        {
            await RefuseAsync(decision.EventId, "stock_decision", CommandRules.AgainstStockDecision(_order, _state) ?? "no_stock_question");
            return;
        }

        var before = _order;
        await DecideAsync(decision.Choices, decision);
        LeaveOut(before);
        if (_state.Short.Count > 0)
        {
            WatchRest();
        }

        await SendRestAsync();
    }

    /// <summary>The customer wants none of it any more, and the others have left.</summary>
    private async Task CancelRestAsync(string occasion)
    {
        var lines = _rest ?? [];
        await ReleaseRestAsync();
        TakeOff(lines, [], []);
        await SettleDifferenceAsync(occasion, [], ["customer_request"]);
        await FinishRestAsync();
    }

    private async Task GiveUpRestAsync()
    {
        var before = _order;
        var step = FormattableString.Invariant($"overdue-{++_stockSteps}");
        var skus = _state.Short.Select(line => line.Sku).ToList();
        var amended = await AmendStockAsync(step, new StockAmendment { Forgo = skus });
        TakeOff(amended.GivenUp, [], []);
        LeaveOut(before);
        await RecordAsync(
            _state with { Short = [], Deadlines = _state.Deadlines.Without("restock") },
            timeline: [Entry("stock_given_up", "system", ("skus", string.Join(", ", skus)))]);
        await SettleDifferenceAsync(step, [], OutOfStock(amended.GivenUp));
        await SendRestAsync();
    }

    /// <summary>What was taken off the order is not part of the rest any more.</summary>
    private void LeaveOut(Order before)
    {
        _rest =
        [
            .. from line in _rest!
               let ordered = before.Lines.Where(ordered => ordered.Sku == line.Sku).Sum(ordered => ordered.Quantity)
               let now = _order.Lines.Where(ordered => ordered.Sku == line.Sku).Sum(ordered => ordered.Quantity)
               let units = line.Quantity - (ordered - now)
               where units > 0
               select line with { Quantity = units },
        ];
    }

    /// <summary>Where the rest was the last that was open, the order is delivered now, or nothing of it will be.</summary>
    private async Task FinishRestAsync()
    {
        if (!_left)
        {
            return;
        }

        if (_parcels.Exists(parcel => parcel.UnderWay))
        {
            // Nothing that is still to come holds it back any more.
            await RecordAsync(_state with { Status = StatusOfParcels() });
            return;
        }

        if (_parcels.TrueForAll(parcel => parcel.Outcome != ShipmentOutcome.Delivered))
        {
            // No parcel has come: the carriage goes back with the last that was open.
            _due = _state.Kept;
            await RefundAsync(Paid - _due, "rest");
        }

        if (_state.Kept.Amount > 0)
        {
            await BecomeDeliveredAsync(Now, "system");
        }
    }

    private void WatchRest()
    {
        _restWatch?.Alarm.Dispose();
        _restWatch = new RestOverdue(new Alarm(_context, _state.Deadlines["restock"]));
        _events.Watch(RingAsync(_restWatch));
    }

    private void EndRest()
    {
        _restWatch?.Alarm.Dispose();
        _restWatch = null;
        _rest = null;
        _state = _state with { Short = [], Deadlines = _state.Deadlines.Without("restock") };
    }

    /// <summary>At the order's end nothing is waited for.</summary>
    private async Task LeaveLineAsync()
    {
        if (_rest is not null)
        {
            await ReleaseRestAsync();
        }

        _state = _state with { Short = [] };
    }

    private static async Task<RestOverdue> RingAsync(RestOverdue watch)
    {
        try
        {
            await watch.Alarm.Rings;
        }
        catch (OperationCanceledException)
        {
            // The race is over: nobody listens to this alarm any more.
        }

        return watch;
    }

    private Task ReleaseRestAsync()
    {
        EndRest();
        return _context.CallActivityAsync(nameof(ReleaseStock), new StockStep(_order.OrderId, RestReservation), Retries.Storage);
    }

    /// <summary>The rest did not come in time.</summary>
    private sealed record RestOverdue(Alarm Alarm);
}
