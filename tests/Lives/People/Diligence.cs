using Lives.Machine;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Http.Operations;

namespace Lives.People;

/// <summary>
/// Somebody of the shop's who after some days does what would wait for ever otherwise: everything in the work queues. They work only while
/// there are orders to work on.
/// </summary>
internal static class Diligence
{
    private const double Growth = 1.5;
    private const int MostLooksAfterwards = 20;

    private static readonly TimeSpan _first = TimeSpan.FromDays(3);
    private static readonly TimeSpan _longest = TimeSpan.FromDays(12);
    private static readonly TimeSpan _patience = TimeSpan.FromDays(3);
    private static readonly TimeSpan _noLongerExpected = TimeSpan.FromDays(10);

    public static async Task WorkAsync(Life life)
    {
        var pause = _first;
        var random = life.World.Chance("diligence");
        while (life.IsLively)
        {
            await life.World.Clock.SleepAsync(pause);
            if (await LookAsync(life, random))
                pause = _first;
            else if (pause < _longest)
                pause *= Growth;
        }

        // What came of the last orders' ends: a refund may be under way, or come back, or never be heard of again.
        for (var looks = 0; looks < MostLooksAfterwards; looks++)
        {
            var isExpected = life.World.Payments.Unfinished > 0;
            await life.World.Clock.SleepAsync(_patience + _patience);
            if (!await LookAsync(life, random) && !isExpected)
                return;
        }
    }

    /// <returns>Whether there was something to do.</returns>
    private static async Task<bool> LookAsync(Life life, Random random)
    {
        var overview = await Asking.AskAsync(
            life,
            null,
            "work",
            app => HttpCall.To(app).AsOperations().SendAsync(request => app.Get<ListWork>().RunAsync(request, CancellationToken.None))
        );
        var worked = false;
        foreach (var queue in overview.Read<Overview>().Queues.Where(queue => queue.Count > 0))
        {
            var list = await Asking.AskAsync(
                life,
                null,
                "work",
                app =>
                    HttpCall
                        .To(app)
                        .AsOperations()
                        .Query($"?queue={OrderJson.Name(queue.Queue)}")
                        .SendAsync(request => app.Get<ListWork>().RunAsync(request, CancellationToken.None)),
                OrderJson.Name(queue.Queue)
            );
            foreach (var item in list.Read<Listed>().Items.Where(item => life.World.Clock.Now - item.Since >= _patience))
                worked |= await TakeUpAsync(life, queue.Queue, item, random);
        }

        return worked;
    }

    private static async Task<bool> TakeUpAsync(Life life, WorkQueue queue, WorkItem item, Random random)
    {
        // What forgers sent stays where it is.
        if (queue == WorkQueue.Quarantine && item.What == "signature_wrong")
            return false;
        if (queue == WorkQueue.Quarantine)
        {
            await Asking.AskAsync(
                life,
                null,
                "replay",
                app =>
                    HttpCall
                        .To(app)
                        .AsOperations()
                        .SendAsync(request =>
                            app.Get<QuarantineOperations>().ReplayAsync(request, item.Id, app.Client, CancellationToken.None)
                        ),
                item.Id
            );
            return false;
        }

        if (item.OrderId is null || life.Find(item.OrderId) is not { } order)
            return false;
        switch (queue)
        {
            case WorkQueue.Claims:
                await Operations.DecideClaimAsync(life, order, item.Id, random);
                break;
            case WorkQueue.Refunds:
                if (await RefundDesk.SettleAsync(life, order, random, retries: random.Next(4) == 0))
                    await Operations.CloseAlertAsync(life, order, item.Id, item.Kind);
                break;
            case WorkQueue.Requests:
                await Operations.ReplyAsync(life, order, item.Id);
                break;
            case WorkQueue.Returns:
                return await InspectAsync(life, order, item);
            case WorkQueue.Holds:
                await Operations.DecideHoldAsync(life, order, random);
                break;
            case WorkQueue.Reviews:
                await Operations.ReviewAsync(life, order, random);
                break;
            case WorkQueue.Tasks:
                await DoTaskAsync(life, order, item, random);
                break;

            // The customer's, or the watchdog's.
            default:
                return false;
        }

        return true;
    }

    private static async Task<bool> InspectAsync(Life life, PlacedOrder order, WorkItem item)
    {
        if (
            (await Asking.LookAsync(life, order)).Returns.FirstOrDefault(open => open.Rma == item.Id && open.EndedAt is null)
            is not { } open
        )
            return false;
        var hopeless = life.World.Clock.Now - open.SendBy > _noLongerExpected;
        await Operations.InspectReturnAsync(life, order, open, evenIfMissing: hopeless);
        return hopeless;
    }

    private static async Task DoTaskAsync(Life life, PlacedOrder order, WorkItem task, Random random)
    {
        switch (task.Kind)
        {
            case "no_pick_up":
                await Operations.VoidWaybillsAsync(life, order);
                break;
            case "parcel_returned" or "inspection_overdue":
                await Operations.InspectParcelsAsync(life, order, random);
                break;
        }

        await Operations.CloseAlertAsync(life, order, task.Id, task.Kind);
    }

    private sealed record Overview(IReadOnlyList<Counted> Queues);

    private sealed record Counted(WorkQueue Queue, int Count);

    private sealed record Listed(IReadOnlyList<WorkItem> Items);
}
