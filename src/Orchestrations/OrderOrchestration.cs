using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;

namespace Orders.Functions.Orchestrations;

/// <summary>
/// The life of one order, from placed to its end. The instance id is the order id. What a step changes in the world is undone in reverse order when the order stops before hand-over:
/// each undo is pushed before its step. One file per chapter: Review, Payment, Stock, Change, Shipping, Delivery, Cases; what they share is in Events, Money and Ends.
/// </summary>
public sealed partial class OrderOrchestration
{
    private readonly TaskOrchestrationContext _context;
    private readonly EventFeed _events;
    private readonly Stack<Func<Task>> _undo = new();

    /// <summary>The order as it stands: as placed, with the changes since.</summary>
    private Order _order;
    private OrderState _state;

    /// <summary>What the customer owes at this moment: the total, less what was given up since, and nothing once the order stops; money beyond it goes back.</summary>
    private Money _due;

    private OrderOrchestration(TaskOrchestrationContext context)
    {
        _context = context;
        _order = context.GetInput<Order>() ?? throw new InvalidOperationException("An order orchestration starts with its order.");
        _state = InitialState.Of(_order);
        _due = _order.Total;
        _licensed = Money.Zero(_order.Total.Currency);
        _events = new EventFeed(context)
            .On<PaymentUpdate>(OrderEvents.PaymentUpdate, update => update.EventId)
            .On<ParcelUpdate>(OrderEvents.ParcelUpdate, update => update.EventId)
            .On<CancelRequest>(OrderEvents.CancelRequest, request => request.EventId)
            .On<RefundDecision>(OrderEvents.RefundDecision, decision => decision.EventId)
            .On<ReviewDecision>(OrderEvents.ReviewDecision, decision => decision.EventId)
            .On<ChangeRequest>(OrderEvents.ChangeRequest, request => request.EventId)
            .On<ChangeConfirmed>(OrderEvents.ChangeConfirmed, confirmed => confirmed.EventId)
            .On<StockDecision>(OrderEvents.StockDecision, decision => decision.EventId)
            .On<StockArrived>(OrderEvents.StockArrived, arrived => arrived.EventId)
            .On<ClaimFiled>(OrderEvents.ClaimFiled, filed => filed.EventId)
            .On<ReturnRequested>(OrderEvents.ReturnRequested, requested => requested.EventId)
            .On<ServiceRequest>(OrderEvents.ServiceRequest, request => request.EventId)
            .On<Nudge>(OrderEvents.Nudge, nudge => nudge.EventId);
    }

    private DateTimeOffset Now => new(_context.CurrentUtcDateTime, TimeSpan.Zero);

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
                ?? await SettleChangeAsync()
                ?? await PrepareAndShipAsync();

            if (stop is not null)
            {
                return await CancelAsync(stop);
            }

            await DeliverAsync();
            return await CloseAsync();
        }
        catch (Exception e) when (StepFailure.Of(e) is { } failure)
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
}
