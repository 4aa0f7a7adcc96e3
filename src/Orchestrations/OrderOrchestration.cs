using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Orders;

namespace Orders.Functions.Orchestrations;

/// <summary>
/// The life of one order, from placed to its end. The instance id is the order id. What a step changes in the world is undone in reverse order when the order stops before hand-over:
/// each undo is pushed before its step.
/// </summary>
public sealed class OrderOrchestration
{
    private const int OnlyParcel = 1;

    private readonly TaskOrchestrationContext _context;
    private readonly Order _order;
    private readonly EventFeed _events;
    private readonly Stack<Func<Task>> _undo = new();
    private OrderState _state;

    /// <summary>What the customer owes at this moment: the total, and nothing once the order stops; money beyond it goes back.</summary>
    private Money _due;
    private Task<ShipmentEnd>? _shipment;
    private ParcelState? _parcel;

    private OrderOrchestration(TaskOrchestrationContext context)
    {
        _context = context;
        _order = context.GetInput<Order>() ?? throw new InvalidOperationException("An order orchestration starts with its order.");
        _state = InitialState.Of(_order);
        _due = _order.Total;
        _events = new EventFeed(context)
            .On<PaymentUpdate>(OrderEvents.PaymentUpdate, update => update.EventId)
            .On<ParcelUpdate>(OrderEvents.ParcelUpdate, update => update.EventId)
            .On<CancelRequest>(OrderEvents.CancelRequest, request => request.EventId);
    }

    private DateTimeOffset Now => new(_context.CurrentUtcDateTime, TimeSpan.Zero);

    private Money Paid => _state.Captured - _state.Refunded;

    [Function(nameof(OrderOrchestration))]
    public static async Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) => OrderJson.Name(await new OrderOrchestration(context).RunAsync());

    private async Task<OrderStatus> RunAsync()
    {
        try
        {
            await PlaceAsync();

            var stop = await ReviewAsync()
                ?? await WaitForPaymentAsync()
                ?? await ReserveStockAsync()
                ?? await PrepareAndShipAsync();

            if (stop is not null)
            {
                return await CancelAsync(stop);
            }

            var loss = await DeliverAsync();
            return loss is null ? await CloseAfterClaimWindowAsync() : await RefundLossAsync(loss);
        }
        catch (TaskFailedException failure)
        {
            return await FailAsync(failure);
        }
    }

    // 1. Place

    private Task PlaceAsync() => RecordAsync(
        _state with { Status = OrderStatus.InReview },
        timeline: [new(_order.PlacedAt, "placed", "customer", Facts(Amount(_order.Total)))],
        mails: [new(MailKind.Received)]);

    // 2. Review

    private async Task<Stop?> ReviewAsync()
    {
        var reasons = await _context.CallActivityAsync<IReadOnlyList<string>>(nameof(ReviewOrder), _order.OrderId, Retries.Storage);
        return reasons.Count > 0 ? new Stop(reasons, By: "shop") : await TakeArrivedAsync();
    }

    // 3. Payment wait

    private async Task<Stop?> WaitForPaymentAsync()
    {
        var window = _order.Windows.PaymentFor(_order.PaymentMethod);
        var opened = Now;
        var deadline = opened + window;

        _undo.Push(RefundEverythingAsync);
        _undo.Push(WithdrawPaymentRequestAsync);
        var url = await _context.CallActivityAsync<string>(nameof(RequestPayment), new PaymentDemand(_order.OrderId, _order.Total, deadline), Retries.Partner);
        await RecordAsync(
            _state with { Status = OrderStatus.AwaitingPayment, PaymentUrl = url, Deadlines = _state.Deadlines.With("payment", deadline) },
            timeline: [Entry("review_passed", "system"), Entry("payment_awaited", "system", Amount(_order.Total), ("until", deadline.ToString("O")))]);

        var stop = await WaitUntilPaidAsync(opened + (window / 2), deadline);
        if (stop is null)
        {
            await RecordAsync(
                _state with { Status = OrderStatus.CheckingStock, PaymentUrl = null, Deadlines = _state.Deadlines.Without("payment") },
                timeline: [Entry("paid", "payment", Amount(_order.Total))],
                mails: [new(MailKind.Paid)]);
        }

        return stop;
    }

    private async Task<Stop?> WaitUntilPaidAsync(DateTimeOffset reminder, DateTimeOffset deadline)
    {
        var reminded = false;
        var extended = false;
        while (Paid < _due)
        {
            switch (await NextUntilAsync(reminded ? deadline : reminder))
            {
                case CancelRequest request:
                    return Stop.Asked(request);

                case PaymentUpdate update:
                    var seen = await TakePaymentAsync(update);
                    if (seen == PaymentVerdict.NotYetConfirmed && !extended)
                    {
                        extended = true;
                        reminded = true;
                        deadline += _order.Windows.CryptoGrace;
                        await RecordAsync(_state with { Deadlines = _state.Deadlines.With("payment", deadline) }, timeline: [Entry("payment_window_extended", "system", ("until", deadline.ToString("O")))]);
                    }

                    break;

                case null when reminded:
                    return new Stop(["payment_timeout"], By: "system");

                case null:
                    reminded = true;
                    await RecordAsync(_state, timeline: [Entry("payment_reminded", "system")], mails: [new(MailKind.PaymentReminder)]);
                    break;
            }
        }

        return null;
    }

    // 4. Stock check. All lines or none; a shortage is refunded and cancelled until customers can choose (see TakeShortageAsync).

    private async Task<Stop?> ReserveStockAsync()
    {
        _undo.Push(ReleaseStockAsync);
        var reservation = await _context.CallActivityAsync<StockAnswer>(nameof(ReserveStock), new StockStep(_order.OrderId, "order"), Retries.Storage);
        return reservation.Reserved ? await TakeArrivedAsync() : TakeShortage(reservation);
    }

    /// <summary>The natural place for the customer's choice (refund, substitute, split, wait): for now every choice is 'refund'.</summary>
    private static Stop TakeShortage(StockAnswer reservation) => new([.. reservation.ShortSkus.Select(sku => $"out_of_stock:{sku}")], By: "shop");

    // 5. Prepare and ship

    private async Task<Stop?> PrepareAndShipAsync()
    {
        await RecordAsync(_state with { Status = OrderStatus.Preparing }, timeline: [Entry("stock_reserved", "system")]);
        if (await TakeArrivedAsync() is { } asked)
        {
            return asked;
        }

        if (!_order.NeedsParcel)
        {
            return null;
        }

        _shipment = _context.CallSubOrchestratorAsync<ShipmentEnd>(
            nameof(ShipmentOrchestration),
            ShipmentOrder.For(_order, OnlyParcel),
            new SubOrchestrationOptions(instanceId: ShipmentOrder.InstanceId(_order.OrderId, OnlyParcel)));

        CancelRequest? callingBack = null;
        while (_parcel is not { HandedOver: true })
        {
            switch (await _events.NextAsync(_shipment))
            {
                case PaymentUpdate update:
                    await TakePaymentAsync(update);
                    break;

                case CancelRequest request when callingBack is null:
                    callingBack = request;
                    _context.SendEvent(ShipmentOrder.InstanceId(_order.OrderId, OnlyParcel), OrderEvents.CancelShipment, new CancelShipment(request.EventId));
                    break;

                case CancelRequest again:
                    await RefuseAsync(again, "cancel_in_progress");
                    break;

                case ParcelUpdate update:
                    _parcel = update.Parcel;
                    if (update.RefusedCancel is not null && callingBack is not null)
                    {
                        await RefuseAsync(callingBack, "handed_over");
                        callingBack = null;
                    }

                    break;

                case null:
                    var end = await _shipment;
                    _parcel = end.Parcel;
                    switch (end.Outcome)
                    {
                        case ShipmentOutcome.Voided:
                            return Stop.Asked(callingBack!);
                        case ShipmentOutcome.Refused:
                            return new Stop(["carrier_refused"], By: "shop");
                        default:
                            // It went all the way while a step of ours ran.
                            await HandOverAsync(callingBack);
                            return null;
                    }
            }
        }

        await HandOverAsync(callingBack);
        return null;
    }

    /// <summary>From here on there is no way back but a return: the reserved units have left the shop, and the licences are given out.</summary>
    private async Task HandOverAsync(CancelRequest? tooLate)
    {
        _undo.Clear();
        await _context.CallActivityAsync(nameof(ShipStock), new StockStep(_order.OrderId, "order"), Retries.Storage);
        await DeliverLicencesAsync();
        await RecordAsync(
            _state with { Status = OrderStatus.Shipped, Kept = DigitalValue },
            timeline: [Entry("shipped", "carrier", ("waybill", _parcel!.Waybill ?? ""), ("carrier", _parcel.Carrier ?? ""))],
            mails: [new(MailKind.Shipped, $"parcel-{OnlyParcel}")]);
        if (tooLate is not null)
        {
            await RefuseAsync(tooLate, "handed_over");
        }
    }

    // 6. Delivery

    private async Task<ShipmentEnd?> DeliverAsync()
    {
        if (_shipment is null)
        {
            _undo.Clear();
            await _context.CallActivityAsync(nameof(ShipStock), new StockStep(_order.OrderId, "order"), Retries.Storage);
            await DeliverLicencesAsync();
            await BecomeDeliveredAsync(Now);
            return null;
        }

        while (await _events.NextAsync(_shipment) is { } next)
        {
            switch (next)
            {
                case ParcelUpdate update:
                    await FollowParcelAsync(update.Parcel);
                    break;
                default:
                    await TakeLateAsync(next, "handed_over");
                    break;
            }
        }

        var end = await _shipment;
        if (end.Outcome != ShipmentOutcome.Delivered)
        {
            return end;
        }

        await BecomeDeliveredAsync(end.Parcel.DeliveredAt ?? Now);
        return null;
    }

    private async Task FollowParcelAsync(ParcelState parcel)
    {
        _parcel = parcel;
        var status = OrderStatuses.FromParcels([parcel]);
        if (status != _state.Status && status != OrderStatus.Delivered)
        {
            await RecordAsync(_state with { Status = status });
        }
    }

    private Task BecomeDeliveredAsync(DateTimeOffset deliveredAt) => RecordAsync(
        _state with { Status = OrderStatus.Delivered, Kept = _order.Total, Deadlines = _state.Deadlines.With("claim", deliveredAt + _order.Windows.Claim) },
        timeline: [Entry("delivered", _shipment is null ? "system" : "carrier")],
        mails: [new(MailKind.Delivered)]);

    private async Task DeliverLicencesAsync()
    {
        if (_order.Lines.Any(line => line.Kind == ProductKind.Digital))
        {
            await _context.CallActivityAsync(nameof(DeliverLicences), _order.OrderId, Retries.Storage);
            await RecordAsync(_state, timeline: [Entry("licences_delivered", "system")], mails: [new(MailKind.Licences)]);
        }
    }

    // 7. Claim window

    private async Task<OrderStatus> CloseAfterClaimWindowAsync()
    {
        using var alarm = new Alarm(_context, _state.Deadlines["claim"]);
        while (await _events.NextAsync(alarm.Rings) is { } next)
        {
            await TakeLateAsync(next, "delivered");
        }

        return await EndAsync(OrderStatus.Closed, [Entry("closed", "system")], []);
    }

    // Other ends

    private async Task<OrderStatus> CancelAsync(Stop stop)
    {
        _due = Money.Zero(_order.Total.Currency);
        await RecordAsync(_state with { Status = OrderStatus.Cancelling });
        while (_undo.TryPop(out var undo))
        {
            await undo();
        }

        if (stop.RequestId is not null)
        {
            _state = _state with { Commands = _state.Commands.With(stop.RequestId, new CommandOutcome(true, null)) };
        }

        _state = _state with { Cancellation = new Cancellation(stop.Reasons, stop.By, Now), PaymentUrl = null };
        return await EndAsync(
            OrderStatus.Cancelled,
            [Entry("cancelled", stop.By, ("reasons", string.Join(',', stop.Reasons)))],
            [new(MailKind.Cancelled)],
            handled: stop.RequestId is null ? [] : [stop.RequestId]);
    }

    private async Task<OrderStatus> RefundLossAsync(ShipmentEnd loss)
    {
        _due = DigitalValue;
        await RefundAsync(Paid - _due, loss.Outcome == ShipmentOutcome.Returned ? "returned" : "lost");
        _state = _state with { Kept = _due };
        return await EndAsync(
            OrderStatus.Refunded,
            [Entry(loss.Outcome == ShipmentOutcome.Returned ? "parcel_returned" : "parcel_lost", "carrier"), Entry("refunded", "shop", Amount(_order.Total - _due))],
            [new(MailKind.Refunded, $"parcel-{OnlyParcel}")]);
    }

    /// <summary>A step failed for good. Money and stock are settled as far as they can be, and a person is called.</summary>
    private async Task<OrderStatus> FailAsync(TaskFailedException failure)
    {
        _due = _state.Kept;
        await AlertAsync($"failed:{_order.OrderId}", "order_failed", $"Step {failure.TaskName} failed for good: {failure.FailureDetails.ErrorType}.");
        await RecordAsync(_state with { Status = OrderStatus.Cancelling });
        while (_undo.TryPop(out var undo))
        {
            try
            {
                await undo();
            }
            catch (TaskFailedException again)
            {
                await AlertAsync($"unsettled:{_order.OrderId}:{again.TaskName}", "order_unsettled", $"Undoing failed at {again.TaskName}: {again.FailureDetails.ErrorType}. Money or stock needs a person.");
            }
        }

        return await EndAsync(OrderStatus.Failed, [Entry("failed", "system")], []);
    }

    private async Task<OrderStatus> EndAsync(OrderStatus end, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<MailOccasion> mails, IReadOnlyList<string>? handled = null)
    {
        await TakeEverythingLateAsync();
        await RecordAsync(_state with { Status = end, Deadlines = _state.Deadlines.Without("claim").Without("payment") }, timeline, mails, handled: handled ?? []);
        await _context.CallActivityAsync(nameof(CloseBooks), new BooksToClose(_order.OrderId, _state.Kept), Retries.Storage);
        return end;
    }

    // Money

    /// <summary>Writes down what a payment update means. Money beyond what is due goes back at once, whenever it comes.</summary>
    private async Task<PaymentVerdict> TakePaymentAsync(PaymentUpdate update)
    {
        var verdict = PaymentRules.Judge(_order, update);
        switch (verdict)
        {
            case PaymentVerdict.Failed:
                await RecordAsync(_state, timeline: [Entry("payment_failed", "payment")], handled: [update.EventId]);
                break;

            case PaymentVerdict.NotYetConfirmed:
                await RecordAsync(_state, timeline: [Entry("payment_seen", "payment", ("confirmations", $"{update.Confirmations ?? 0}"))], handled: [update.EventId]);
                break;

            case PaymentVerdict.Counts:
                await CountPaymentAsync(update);
                break;

            case PaymentVerdict.WrongCurrency:
                await RecordAsync(_state, timeline: [Entry("payment_wrong_currency", "payment", Amount(update.Amount))], ledger: [Capture(update)]);
                await _context.CallActivityAsync(nameof(RefundPayment), new Refund(_order.OrderId, $"wrong-currency:{update.EventId}", update.Amount), Retries.Partner);
                await RecordAsync(_state, timeline: [Entry("refund_sent", "shop", Amount(update.Amount))], handled: [update.EventId]);
                break;

            default:
                await RecordAsync(_state, handled: [update.EventId]);
                break;
        }

        return verdict;
    }

    private async Task CountPaymentAsync(PaymentUpdate update)
    {
        var paid = _state with { Captured = _state.Captured + update.Amount };
        var over = Paid + update.Amount - _due;
        if (over.Amount >= 0)
        {
            await RecordAsync(paid, timeline: [Entry("payment_received", "payment", Amount(update.Amount))], ledger: [Capture(update)], handled: over.Amount == 0 ? [update.EventId] : null);
            await RefundAsync(over, $"excess:{update.EventId}", handled: [update.EventId]);
            return;
        }

        var missing = (_due - Paid - update.Amount).ToString();
        await RecordAsync(
            paid,
            timeline: [Entry("payment_short", "payment", Amount(update.Amount), ("missing", missing))],
            ledger: [Capture(update)],
            mails: [new(MailKind.PaymentShort, update.EventId, Facts(("missing", missing)))],
            handled: [update.EventId]);
    }

    private static (string Name, string Value) Amount(Money amount) => ("amount", amount.ToString());

    private async Task RefundAsync(Money amount, string occasion, IReadOnlyList<string>? handled = null)
    {
        if (amount.Amount > 0)
        {
            await _context.CallActivityAsync(nameof(RefundPayment), new Refund(_order.OrderId, occasion, amount), Retries.Partner);
            await RecordAsync(_state with { Refunded = _state.Refunded + amount }, timeline: [Entry("refund_sent", "shop", Amount(amount))], handled: handled);
        }
    }

    private LedgerEntry Capture(PaymentUpdate update) => new($"capture:{update.EventId}", LedgerKind.Captured, update.Amount, Now, update.EventId);

    private Money DigitalValue => _order.Lines.Where(line => line.Kind == ProductKind.Digital).Aggregate(Money.Zero(_order.Total.Currency), (sum, line) => sum + line.Price);

    // Undo

    private Task RefundEverythingAsync() => RefundAsync(Paid, "cancel");

    private Task WithdrawPaymentRequestAsync() => _context.CallActivityAsync(nameof(WithdrawPayment), _order.OrderId, Retries.Partner);

    private Task ReleaseStockAsync() => _context.CallActivityAsync(nameof(ReleaseStock), new StockStep(_order.OrderId, "order"), Retries.Storage);

    // Events between and after the waits

    private async Task<object?> NextUntilAsync(DateTimeOffset deadline)
    {
        using var alarm = new Alarm(_context, deadline);
        return await _events.NextAsync(alarm.Rings);
    }

    /// <summary>Takes what arrived while a step ran, before hand-over: money is counted, a cancel stops the order.</summary>
    private async Task<Stop?> TakeArrivedAsync()
    {
        while (_events.Arrived() is { } next)
        {
            switch (next)
            {
                case CancelRequest request:
                    return Stop.Asked(request);
                case PaymentUpdate update:
                    await TakePaymentAsync(update);
                    break;
            }
        }

        return null;
    }

    private async Task TakeEverythingLateAsync()
    {
        while (_events.Arrived() is { } next)
        {
            await TakeLateAsync(next, "finished");
        }
    }

    private Task TakeLateAsync(object next, string refusal) => next switch
    {
        PaymentUpdate update => TakePaymentAsync(update),
        CancelRequest again when _state.Status == OrderStatus.Cancelling => RecordAsync(_state with { Commands = _state.Commands.With(again.EventId, new CommandOutcome(true, null)) }, handled: [again.EventId]),
        CancelRequest request => RefuseAsync(request, refusal),
        _ => Task.CompletedTask,
    };

    private Task RefuseAsync(CancelRequest request, string reason) => RecordAsync(
        _state with { Commands = _state.Commands.With(request.EventId, new CommandOutcome(false, reason)) },
        timeline: [Entry("cancel_refused", "system", ("reason", reason))],
        handled: [request.EventId]);

    // Writing down

    private async Task RecordAsync(
        OrderState state,
        IReadOnlyList<TimelineEntry>? timeline = null,
        IReadOnlyList<MailOccasion>? mails = null,
        IReadOnlyList<LedgerEntry>? ledger = null,
        IReadOnlyList<string>? handled = null)
    {
        _state = state with { Sequence = _state.Sequence + 1, Since = state.Status == _state.Status ? _state.Since : Now };
        _context.SetCustomStatus(OrderJson.Name(_state.Status));
        var progress = new Progress(_order.OrderId, _state) { Timeline = timeline ?? [], Mails = mails ?? [], Ledger = ledger ?? [], Handled = handled ?? [] };
        await _context.CallActivityAsync(nameof(RecordProgress), progress, Retries.Storage);
    }

    private Task AlertAsync(string key, string kind, string text) => _context.CallActivityAsync(nameof(RaiseOpsAlert), new OpsAlertRequest(key, kind, _order.OrderId, text), Retries.Storage);

    private TimelineEntry Entry(string kind, string actor, params (string Name, string Value)[] facts) => new(Now, kind, actor, facts.Length == 0 ? null : Facts(facts));

    private static Dictionary<string, string> Facts(params (string Name, string Value)[] facts) => facts.ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal);

    /// <summary>Why an order stops before hand-over.</summary>
    private sealed record Stop(IReadOnlyList<string> Reasons, string By, string? RequestId = null)
    {
        public static Stop Asked(CancelRequest request) => new(["customer_request"], request.By, request.EventId);
    }
}
