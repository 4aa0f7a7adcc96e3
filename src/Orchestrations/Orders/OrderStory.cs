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
/// The chapters of an order's story, and who takes what happens. A class per chapter; what several chapters share (journal, balance,
/// stock, parcels, backorder, after-sales) is a class of its own that nobody else writes to.
/// </summary>
internal sealed class OrderStory
{
    public OrderStory(TaskOrchestrationContext context)
    {
        Journal = new(context);
        var inbox = new OrderInbox(context, Journal);
        var balance = new OrderBalance(Journal);
        Refunds = new(context, Journal, balance);
        var requests = new PaymentRequests(context, Journal);
        var stock = new StockHold(context, Journal);

        var parcels = new OrderParcels(context, Journal, inbox, stock, Compensations);
        var hold = new OrderHold(Journal, parcels);
        parcels.BeforeSending(hold.BeginForGoodsAsync);

        var changes = new AgreedChanges(context, Journal, balance, Refunds, requests, stock);
        Offers = new(context, Journal, inbox, changes);
        Payment = new(Journal, inbox, balance, requests, new Payments(Journal, balance, Refunds, hold), changes);
        Reviewing = new(Journal, inbox, stock, Offers, Payment, requests, Compensations);
        var shortage = new Shortage(context, Journal, balance, Refunds, stock, Offers, Payment);
        KnownShortage = new(Journal, inbox, stock, shortage, Offers);
        StockCheck = new(Journal, inbox, stock, shortage, Compensations);

        var backorder = new Backorder(context, Journal, inbox, stock, Compensations);
        var warehouse = new Warehouse(context, Journal, balance, stock, parcels, Compensations);
        var arrivals = new Arrivals(Journal, parcels, backorder);
        var afterSales = new AfterSales(Journal);
        var undelivered = new UndeliveredParcels(Journal, balance, Refunds, stock, parcels, backorder, warehouse, arrivals, afterSales);
        var handingOver = new HandingOver(Journal, stock, parcels, hold, warehouse, arrivals, undelivered, Compensations);
        var backorderShipping = new BackorderShipping(
            Journal,
            balance,
            Refunds,
            stock,
            shortage,
            backorder,
            parcels,
            warehouse,
            handingOver,
            arrivals
        );
        var recall = new Recall(Journal, parcels, backorder, backorderShipping, undelivered);
        var cases = new Cases(context, Journal, inbox, parcels, afterSales);
        var settledCases = new SettledCases(Journal, balance, Refunds, stock, parcels, afterSales);
        Delivering = new(Journal, inbox, stock, parcels, hold, backorder, warehouse, arrivals, undelivered, handingOver, recall, cases);
        Closing = new(context, Journal, inbox, balance, Refunds, hold, backorder, parcels, afterSales, Delivering);
        Cancelling = new(Journal, inbox, balance, hold, requests, Offers, backorder, parcels, Delivering, Closing, Compensations);

        inbox
            .On<PaymentUpdate>(Payment.TakeAsync)
            .On<RefundDecision>(Refunds.DecideAsync)
            .On<HoldDecision>(hold.DecideAsync)
            .On<ReviewDecision>(decision =>
                Journal.RefuseAsync(decision.EventId, TimelineKind.ReviewDecisionRefused, ReasonCode.NotInReview)
            )
            .On<ChangeRequest>(Offers.ConsiderAsync)
            .On<ChangeConfirmed>(Offers.DecideAsync)
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
        inbox.Interrupt(() => Journal.State.Offer?.ExpiresAt, Offers.ExpireAsync);
    }

    public OrderJournal Journal { get; }

    public Compensations Compensations { get; } = new();

    public Refunds Refunds { get; }

    public Reviewing Reviewing { get; }

    public KnownShortage KnownShortage { get; }

    public AwaitingPayment Payment { get; }

    public CheckingStock StockCheck { get; }

    public ChangeOffers Offers { get; }

    public Delivering Delivering { get; }

    public Closing Closing { get; }

    public Cancelling Cancelling { get; }
}
