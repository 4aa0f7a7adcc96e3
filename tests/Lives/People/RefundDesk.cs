using System.Text.Json.Nodes;
using Companies;
using Lives.Machine;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Http.Operations;

namespace Lives.People;

/// <summary>Who pays by hand what the payment provider did not: looks into the company's books first, and transfers nothing twice.</summary>
internal static class RefundDesk
{
    /// <summary>After so long somebody asks the company what became of a refund that it took over and never confirmed.</summary>
    public static readonly TimeSpan LongAgo = TimeSpan.FromDays(12);

    // The app tries for half a day: until then nobody knows what becomes of it.
    private static readonly TimeSpan _patience = TimeSpan.FromDays(2);

    /// <param name="retries">Whether the company may be asked once more instead.</param>
    /// <returns>Whether nothing is left to come back for.</returns>
    public static async Task<bool> SettleAsync(Life life, PlacedOrder order, Random random, bool retries)
    {
        if (order.RefundInHand)
            return false;
        order.RefundInHand = true;
        var done = true;
        var (open, waiting) = await OpenAsync(life, order);
        foreach (var refund in open)
            done &= await SettleAsync(life, order, refund, random, retries && refund.MayBeTriedAgain);
        order.RefundInHand = false;
        return done && !waiting;
    }

    private static async Task<bool> SettleAsync(Life life, PlacedOrder order, OpenRefund refund, Random random, bool retries)
    {
        var (key, amount) = (refund.Key, refund.Amount);
        var payments = life.World.Payments;
        if (order.RefundRetries.TryGetValue(key, out var retried) && life.World.Clock.Now - retried < _patience)
            return false;
        var transferKey = $"{order.OrderId}:refund:{key}";
        var decision = new JsonObject
        {
            ["decision"] = "paid",
            ["key"] = key,
            ["by"] = "ops-2",
        };
        if (payments.Refunds.TryGetValue(transferKey, out var made) && !made.Failed)
        {
            // The company has it in its books: nothing is left to pay.
            await payments.SettleAsync(transferKey, tell: false);
            decision["reference"] = made.Reference;
        }
        else if (payments.Transfers.Find(sent => sent.OrderId == order.OrderId && sent.Key == key) is { } sent)
        {
            decision["reference"] = sent.Reference;
        }
        else if (retries && random.Next(2) == 0)
        {
            decision["decision"] = "retry";
            order.RefundRetries[key] = life.World.Clock.Now;
        }
        else
        {
            var transfer = new PaymentCompany.Transfer(order.OrderId, key, amount, $"transfer-{payments.Transfers.Count + 1}");
            payments.Transfers.Add(transfer);
            life.Note($"order {order.Index}: {amount} paid by hand for {key}");
            decision["reference"] = transfer.Reference;
        }

        var body = decision.ToJsonString();
        var answer = await Asking.AskAsync(
            life,
            order,
            $"refund-{decision["decision"]}",
            app =>
                HttpCall
                    .To(app)
                    .AsOperations()
                    .Json(body)
                    .SendAsync(request => app.Get<DecideRefund>().RunAsync(request, order.OrderId, app.Client, CancellationToken.None)),
            key
        );
        return answer.IsSuccess && decision["decision"]!.GetValue<string>() == "paid";
    }

    /// <summary>What is not back with the customer, and will not come back by itself; and whether something may still.</summary>
    private static async Task<(IReadOnlyList<OpenRefund> Open, bool Waiting)> OpenAsync(Life life, PlacedOrder order)
    {
        var now = life.World.Clock.Now;
        var answer = await Asking.AskAsync(
            life,
            order,
            "ops-look",
            app =>
                HttpCall
                    .To(app)
                    .AsOperations()
                    .SendAsync(request => app.Get<ShowOrder>().RunAsync(request, order.OrderId, CancellationToken.None))
        );
        var shown = answer.Read<Shown>();
        var open = new List<OpenRefund>();
        var waiting = false;
        foreach (var refund in shown.Order.Refunds.Where(refund => refund.IsOpen))
            Consider(
                new OpenRefund(refund.Key, refund.Amount, MayBeTriedAgain: !shown.Order.Status.IsFinal()),
                refund.Status is RefundStatus.Failed or RefundStatus.InKind || now - refund.At > LongAgo
            );

        // What the view does not show stands in the books.
        foreach (var entry in shown.Ledger.Where(entry => entry.Kind == LedgerKind.RefundRequested))
        {
            var key = entry.Key["refund:".Length..^":requested".Length];
            if (shown.Order.Refunds.All(refund => refund.Key != key) && shown.Ledger.All(other => other.Key != $"refund:{key}:settled"))
                Consider(new OpenRefund(key, entry.Amount, MayBeTriedAgain: false), now - entry.At > _patience);
        }

        return (open, waiting);

        void Consider(OpenRefund refund, bool due)
        {
            if (due)
                open.Add(refund);
            waiting |= !due;
        }
    }

    /// <param name="MayBeTriedAgain">By the company, under its key.</param>
    private sealed record OpenRefund(string Key, Money Amount, bool MayBeTriedAgain);

    private sealed record Shown(OrderView Order, IReadOnlyList<LedgerEntry> Ledger);
}
