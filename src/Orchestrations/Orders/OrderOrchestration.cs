using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// The life of one order, from placed to its end. The instance id is the order id. What a step changes in the world is compensated in
/// reverse order when the order stops before hand-over.
/// </summary>
public static class OrderOrchestration
{
    [Function(nameof(OrderOrchestration))]
    public static async Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        OrderJson.Name(await RunAsync(new OrderStory(context)));

    private static async Task<OrderStatus> RunAsync(OrderStory story)
    {
        try
        {
            Place(story);

            var stop =
                await story.Reviewing.ReviewAsync()
                ?? await story.KnownShortage.SettleAsync()
                ?? await story.Payment.WaitAsync()
                ?? await story.StockCheck.ReserveAsync()
                ?? await story.Offers.SettleAsync()
                ?? await story.Delivering.PrepareAsync();

            if (stop is not null)
            {
                return await story.Cancelling.CancelAsync(stop);
            }

            await story.Delivering.DeliverAsync();
            return await story.Closing.CloseAsync();
        }
        catch (Exception e) when (StepFailure.Of(e) is { } failure)
        {
            return await story.Cancelling.FailAsync(failure);
        }
    }

    private static void Place(OrderStory story)
    {
        var journal = story.Journal;
        // A payment may come at any time, even before it is asked for.
        story.Compensations.Push(story.Refunds.RefundEverythingAsync);
        journal.Becomes(OrderStatus.InReview);
        journal.TellAt(journal.Order.PlacedAt, TimelineKind.Placed, Actor.Customer, Fact.Amount(journal.Order.Total));
        journal.Mail(MailKind.Received);
        journal.WriteInPassing();
    }
}
