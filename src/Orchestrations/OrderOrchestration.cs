using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Orders;

namespace Orders.Functions.Orchestrations;

/// <summary>
/// The life of one order, from placed to its end. The instance id is the order id. What a step changes in the world is undone in reverse order when the order stops before hand-over:
/// each undo is pushed before its step.
/// </summary>
public sealed partial class OrderOrchestration
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

    private Task PlaceAsync()
    {
        // A payment may come at any time, even before it is asked for.
        _undo.Push(RefundEverythingAsync);
        return RecordAsync(
            _state with { Status = OrderStatus.InReview },
            timeline: [new(_order.PlacedAt, "placed", "customer", Facts(Amount(_order.Total)))],
            mails: [new(MailKind.Received)]);
    }

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
}
