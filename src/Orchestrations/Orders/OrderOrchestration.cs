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

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// The life of one order, from placed to its end. The instance id is the order id. What a step changes in the world is compensated in
/// reverse order when the order stops before hand-over. A class per chapter; what several chapters share (journal, balance, stock,
/// parcels, backorder, after-sales) is a class of its own that nobody else writes to.
/// </summary>
public sealed class OrderOrchestration
{
    private readonly OrderJournal _journal;
    private readonly Compensations _compensations = new();
    private readonly Refunds _refunds;
    private readonly Reviewing _reviewing;
    private readonly AwaitingPayment _payment;
    private readonly CheckingStock _stockCheck;
    private readonly ChangeOffers _offers;
    private readonly Delivering _delivering;
    private readonly Closing _closing;
    private readonly Cancelling _cancelling;

    private OrderOrchestration(TaskOrchestrationContext context)
    {
        _journal = new(context);
        var inbox = new OrderInbox(context, _journal);
        var balance = new OrderBalance(_journal);
        _refunds = new(context, _journal, balance);
        var requests = new PaymentRequests(context, _journal);
        var stock = new StockHold(context, _journal);

        var changes = new AgreedChanges(context, _journal, balance, _refunds, requests, stock);
        _offers = new(context, _journal, inbox, changes);
        _reviewing = new(context, _journal, inbox, _offers);
        _payment = new(_journal, inbox, balance, requests, new Payments(_journal, balance, _refunds), changes, _compensations);
        var shortage = new Shortage(_journal, balance, _refunds, stock, _offers, _payment);
        _stockCheck = new(_journal, inbox, stock, shortage, _compensations);

        var parcels = new OrderParcels(context, _journal, inbox, stock, _compensations);
        var backorder = new Backorder(context, _journal, inbox, stock, _compensations);
        var warehouse = new Warehouse(context, _journal, balance, stock);
        var arrivals = new Arrivals(_journal, parcels, backorder);
        var afterSales = new AfterSales(_journal);
        var undelivered = new UndeliveredParcels(_journal, balance, _refunds, stock, parcels, backorder, warehouse, arrivals, afterSales);
        var handingOver = new HandingOver(_journal, stock, parcels, warehouse, arrivals, undelivered, _compensations);
        var backorderShipping = new BackorderShipping(
            _journal,
            balance,
            _refunds,
            stock,
            shortage,
            backorder,
            parcels,
            warehouse,
            arrivals
        );
        var recall = new Recall(_journal, parcels, backorder, backorderShipping, undelivered);
        var cases = new Cases(context, _journal, inbox, parcels, afterSales);
        var settledCases = new SettledCases(_journal, balance, _refunds, stock, parcels, afterSales);
        _delivering = new(_journal, inbox, parcels, backorder, warehouse, arrivals, undelivered, handingOver, recall, cases);
        _closing = new(context, _journal, inbox, balance, _refunds, backorder, parcels, afterSales, _delivering);
        _cancelling = new(_journal, inbox, balance, requests, _offers, backorder, parcels, _delivering, _closing, _compensations);

        inbox
            .On<PaymentUpdate>(_payment.TakeAsync)
            .On<RefundDecision>(_refunds.DecideAsync)
            .On<ReviewDecision>(decision =>
                _journal.RefuseAsync(decision.EventId, TimelineKind.ReviewDecisionRefused, ReasonCode.NotInReview)
            )
            .On<ChangeRequest>(_offers.ConsiderAsync)
            .On<ChangeConfirmed>(_offers.DecideAsync)
            .On<StockArrived>(backorderShipping.TakeAsync)
            .On<StockDecision>(backorderShipping.DecideAsync)
            .On<Backorder.Overdue>(backorderShipping.WriteOffAsync)
            .On<ClaimFiled>(cases.TakeClaimAsync)
            .On<ReturnRequested>(cases.TakeReturnAsync)
            .On<ServiceRequest>(cases.TakeRequestAsync)
            .On<CaseEnd>(settledCases.SettleAsync)
            // A parcel's news are in its own row, and a nudge only wakes.
            .On<ParcelUpdate>(_ => Task.CompletedTask)
            .On<Nudge>(_ => Task.CompletedTask);

        // The time of an offered change runs out while something else is waited for.
        inbox.Interrupt(() => _journal.State.Offer?.ExpiresAt, _offers.ExpireAsync);
    }

    [Function(nameof(OrderOrchestration))]
    public static async Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        OrderJson.Name(await new OrderOrchestration(context).RunAsync());

    private async Task<OrderStatus> RunAsync()
    {
        try
        {
            await PlaceAsync();

            var stop =
                await _reviewing.ReviewAsync()
                ?? await _payment.WaitAsync()
                ?? await _stockCheck.ReserveAsync()
                ?? await _offers.SettleAsync()
                ?? await _delivering.PrepareAsync();

            if (stop is not null)
            {
                return await _cancelling.CancelAsync(stop);
            }

            await _delivering.DeliverAsync();
            return await _closing.CloseAsync();
        }
        catch (Exception e) when (StepFailure.Of(e) is { } failure)
        {
            return await _cancelling.FailAsync(failure);
        }
    }

    private Task PlaceAsync()
    {
        // A payment may come at any time, even before it is asked for.
        _compensations.Push(_refunds.RefundEverythingAsync);
        _journal.Becomes(OrderStatus.InReview);
        _journal.TellAt(_journal.Order.PlacedAt, TimelineKind.Placed, Actor.Customer, Fact.Amount(_journal.Order.Total));
        _journal.Mail(MailKind.Received);
        return _journal.WriteAsync();
    }
}
