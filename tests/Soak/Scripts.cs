using System.Text.Json.Nodes;
using Soak.Harness;

namespace Soak;

/// <summary>
/// What customers and carriers do with an order. Each script ends when it has nothing more to do; the order's end is waited for by the
/// crowd.
/// </summary>
internal static class Scripts
{
    private static readonly string[] Way = ["picked_up", "in_transit", "out_for_delivery", "delivered"];

    /// <summary>By name; the number tells how often one is chosen beside the others.</summary>
    public static IReadOnlyDictionary<string, (int Weight, Func<Life, Task> Play)> All { get; } =
        new Dictionary<string, (int, Func<Life, Task>)>(StringComparer.Ordinal)
        {
            ["plain"] = (5, PlainAsync),
            ["cancel"] = (5, CancelAsync),
            ["paid twice"] = (3, PaidTwiceAsync),
            ["short paid"] = (3, ShortPaidAsync),
            ["over-paid"] = (2, OverPaidAsync),
            ["never paid"] = (1, _ => Task.CompletedTask),
            ["changed"] = (3, ChangedAsync),
            ["moved"] = (2, MovedAsync),
            ["claimed"] = (3, ClaimedAsync),
            ["returned"] = (3, ReturnedAsync),
            ["digital"] = (2, DigitalAsync),
            ["contended"] = (5, ContendedAsync),
        };

    /// <summary>What is ordered in a script.</summary>
    public static OrderForm Form(string script, Random random) =>
        new()
        {
            Lines = script switch
            {
                "digital" => [("SW-VAULT", 1)],
                "contended" => [("AC-SAFE", 2)],
                "claimed" or "returned" => [("AC-CASE", 1)],
                "changed" => [("AC-CABLE", 2)],
                _ => random.Next(4) switch
                {
                    0 => [("AC-CABLE", 2), ("AC-CASE", 1)],
                    1 => [("SW-VAULT", 1), ("AC-CABLE", 1)],
                    2 => [("HW-LITE", 1)],
                    _ => [("AC-STEEL", 1)],
                },
            },
            OutOfStock = script == "contended" ? random.GetItems(["ask", "refund", "wait", "split"], 1)[0] : "ask",
        };

    private static async Task PlainAsync(Life life)
    {
        await PayAsync(life);
        await DeliverAsync(life);
    }

    /// <summary>At any moment, with or without having paid; the parcel is under way meanwhile.</summary>
    private static async Task CancelAsync(Life life)
    {
        var cancel = CancelSoonAsync();
        if (life.Random.Next(4) > 0)
            await PayAsync(life);
        await Task.WhenAll(DeliverAsync(life), cancel);

        async Task CancelSoonAsync()
        {
            await Task.Delay(life.Random.Next(0, 6000), life.Cancellation);
            await life.CancelAsync();
        }
    }

    private static async Task PaidTwiceAsync(Life life)
    {
        if (await life.UntilAsync("awaiting_payment"))
            await Task.WhenAll(life.PayAsync("pay-1", life.Last!.Total), life.PayAsync("pay-2", life.Last.Total));
        await DeliverAsync(life);
    }

    private static async Task ShortPaidAsync(Life life)
    {
        if (await life.UntilAsync("awaiting_payment") && await life.PayAsync("pay-1", life.Last!.Total - 300))
            await life.PayAsync("pay-2", 300);
        await DeliverAsync(life);
    }

    private static async Task OverPaidAsync(Life life)
    {
        if (await life.UntilAsync("awaiting_payment"))
            await life.PayAsync("pay", life.Last!.Total + 700);
        await DeliverAsync(life);
    }

    private static async Task ChangedAsync(Life life)
    {
        if (await life.UntilAsync("awaiting_payment"))
            await life.ChangeAsync($$"""{ "lines": [{ "sku": "AC-CABLE", "quantity": {{(life.Random.Next(2) == 0 ? 1 : 3)}} }] }""");
        await PayAsync(life);
        await DeliverAsync(life);
    }

    private static async Task MovedAsync(Life life)
    {
        var address = life.Form.ShipTo.DeepClone().AsObject();
        address["line1"] = "科技园路 2 号";
        if (await life.UntilAsync("awaiting_payment"))
            await life.MoveAsync(address);
        await PayAsync(life);
        await DeliverAsync(life);
    }

    private static async Task ClaimedAsync(Life life)
    {
        await PayAsync(life);
        await DeliverAsync(life);
        if (life.Last!.Status != "delivered" || await life.ClaimAsync("AC-CASE") is not { } claim)
            return;
        var decision = life.Random.GetItems(["refund", "replacement", "declined"], 1)[0];
        await life.DecideClaimAsync(claim, decision, decision == "refund" ? 1000 : null);
    }

    private static async Task ReturnedAsync(Life life)
    {
        await PayAsync(life);
        await DeliverAsync(life);
        if (life.Last!.Status == "delivered" && await life.ReturnAsync("AC-CASE") is { } rma && life.Random.Next(5) > 0)
            await life.InspectAsync(rma, "AC-CASE");
    }

    private static Task DigitalAsync(Life life) => PayAsync(life);

    /// <summary>
    /// Of goods of which there are few: some get them, others are asked, wait, or get their money back; now and then a delivery comes.
    /// </summary>
    private static async Task ContendedAsync(Life life)
    {
        // What is sold out by then is asked about before money is.
        if (
            await life.UntilAsync("awaiting_payment", "awaiting_stock_decision")
            && life.Last!.Status == "awaiting_stock_decision"
            && life.Random.Next(2) == 0
        )
            await life.DecideStockAsync(life.Random.GetItems(["refund", "wait"], 1)[0]);
        await PayAsync(life);
        if (life.Random.Next(12) == 0)
            await life.ReceiveStockAsync("AC-SAFE", $"d-{life.OrderId}", 3);
        if (
            await life.UntilAsync(order => order.Status is "awaiting_stock_decision" or "preparing" || order.Waybill is not null)
            && life.Last!.Status == "awaiting_stock_decision"
            && life.Random.Next(2) == 0
        )
            await life.DecideStockAsync(life.Random.GetItems(["refund", "wait"], 1)[0]);
        await DeliverAsync(life);
    }

    private static async Task PayAsync(Life life)
    {
        if (await life.UntilAsync("awaiting_payment"))
            await life.PayAsync("pay");
    }

    /// <summary>
    /// Scans each parcel along its way, sometimes out of turn, until the order is delivered or at its end. What a change costs more is paid
    /// as soon as it is asked for.
    /// </summary>
    private static Task DeliverAsync(Life life) => MoveAsync(life, order => order.Status == "delivered");

    /// <summary>The same until the order is at its end: also the parcels that come later.</summary>
    public static Task EndAsync(Life life) => MoveAsync(life, _ => false);

    private static async Task MoveAsync(Life life, Predicate<OrderSeen> isThere)
    {
        while (
            await life.UntilAsync(order => isThere(order) || Open(order).Any(waybill => !life.Moved.Contains(waybill)) || OwesMore(order))
        )
        {
            var order = life.Last!;
            if (Open(order).FirstOrDefault(waybill => !life.Moved.Contains(waybill)) is { } next)
            {
                life.Moved.Add(next);
                foreach (var scan in life.Random.Next(6) == 0 ? ["picked_up", "delivered", "in_transit"] : Way)
                    await life.ScanAsync(next, scan);
            }
            else if (OwesMore(order))
            {
                life.Moved.Add(Due(order));
                await life.PayAsync(Due(order));
            }
            else
            {
                return;
            }
        }

        bool OwesMore(OrderSeen order) =>
            life.Script == "changed" && order is { Status: "awaiting_payment", Paid: > 0, Due: > 0 } && !life.Moved.Contains(Due(order));
    }

    private static string Due(OrderSeen order) => $"due-{order.Due}";

    private static IEnumerable<string> Open(OrderSeen order) =>
        (order.View["parcels"] as JsonArray ?? [])
            .Where(parcel => (string?)parcel!["status"] != "delivered" && (bool?)parcel["voided"] != true)
            .Select(parcel => (string?)parcel!["waybill"])
            .OfType<string>();
}
