using Companies;
using Lives.Machine;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Sandbox;

namespace Lives.People;

/// <summary>How customers pay, and do not.</summary>
internal static class Paying
{
    private const int Confirmations = 3;
    private const int DeepestTold = 6;

    /// <summary>What is due, to the cent.</summary>
    public static async Task PayAsync(Life life, PlacedOrder order)
    {
        if (await DueAsync(life, order) is { } due)
            await SendAsync(life, order, due);
    }

    /// <summary>Pressed twice: the company takes it twice.</summary>
    public static async Task PayTwiceAsync(Life life, PlacedOrder order)
    {
        var due = await DueAsync(life, order) ?? order.Total;
        life.World.Begin(_ => SendAsync(life, order, due));
        await SendAsync(life, order, due);
    }

    /// <summary>A part; often the rest after a while.</summary>
    public static async Task PayTooLittleAsync(Life life, PlacedOrder order, Random random)
    {
        if (await DueAsync(life, order) is not { Amount: > 1 } due)
            return;
        await SendAsync(life, order, due with { Amount = 1 + (random.Next(4) == 0 ? 0 : random.NextInt64(due.Amount - 1)) });
        if (random.Next(4) == 0)
            return;
        await life.World.Clock.SleepAsync(TimeSpan.FromMinutes(random.Next(random.Next(2) == 0 ? 60 : 2000)));
        await PayAsync(life, order);
    }

    public static async Task PayTooMuchAsync(Life life, PlacedOrder order, Random random)
    {
        if (await DueAsync(life, order) is { } due)
            await SendAsync(life, order, due with { Amount = due.Amount + 1 + random.Next(5000) });
    }

    public static Task PayInOtherCurrencyAsync(Life life, PlacedOrder order) =>
        SendAsync(life, order, new Money(order.Total.Amount, "EUR"));

    /// <summary>Whatever is due, or not: somebody sends the order's first total.</summary>
    public static Task PayBlindlyAsync(Life life, PlacedOrder order) => SendAsync(life, order, order.Total);

    /// <summary>Attempts that fail; one may succeed in the end.</summary>
    public static async Task PayInVainAsync(Life life, PlacedOrder order, Random random)
    {
        for (var attempts = 1 + random.Next(3); attempts > 0; attempts--)
        {
            await life.World.Payments.Tell(
                new SandboxPaymentEvent(life.World.Payments.NextEvent(), order.OrderId, PaymentUpdateType.Failed, order.Total, "card")
            );
            await life.World.Clock.SleepAsync(TimeSpan.FromMinutes(random.Next(30)));
        }

        if (random.Next(2) == 0)
            await PayAsync(life, order);
    }

    /// <summary>Seen, then ever deeper in the chain; or it never gets there, and nobody has the money.</summary>
    public static async Task SendCryptoAsync(Life life, PlacedOrder order, Random random)
    {
        if (await DueAsync(life, order) is not { } due)
            return;
        var payments = life.World.Payments;
        var reference = payments.NextPayment();
        var isCrypto = life.Script.Orders[order.Index].Payment == PaymentMethod.Crypto;
        for (var depth = 0; depth < Confirmations; depth++)
        {
            // A company that calls it succeeded says how deep it is, and means the same.
            var type = isCrypto && depth > 0 && random.Next(3) == 0 ? PaymentUpdateType.Succeeded : PaymentUpdateType.Pending;
            await payments.SayAsync(new SandboxPaymentEvent(payments.NextEvent(), order.OrderId, type, due, "crypto", depth, reference));
            await life.World.Clock.SleepAsync(TimeSpan.FromMinutes(random.Next(random.Next(4) == 0 ? 400 : 40)));
            if (random.Next(12) == 0)
                return;
        }

        life.Note($"order {order.Index}: paid {due} in crypto");
        await payments.PayAsync(order.OrderId, due, "crypto", Confirmations + random.Next(3), reference);
    }

    /// <summary>One coin payment, told at each confirmation: the first ones do not count, and the later ones are no news.</summary>
    public static async Task SendCoinAsync(Life life, PlacedOrder order, Random random)
    {
        if (await DueAsync(life, order) is not { } due)
            return;
        var payments = life.World.Payments;
        var reference = payments.NextPayment();
        life.Note($"order {order.Index}: sends a coin for {due}, {reference}");
        for (var depth = 0; depth <= DeepestTold; depth++)
        {
            if (depth < Confirmations)
                await payments.SayAsync(
                    new SandboxPaymentEvent(
                        payments.NextEvent(),
                        order.OrderId,
                        depth == 0 ? PaymentUpdateType.Pending : PaymentUpdateType.Succeeded,
                        due,
                        "crypto",
                        depth,
                        reference
                    )
                );
            else
                await payments.PayAsync(order.OrderId, due, "crypto", depth, reference);

            // Mostly a block after the other; the last ones may come when the goods have left, or the order is over.
            await life.World.Clock.SleepAsync(
                random.Next(6) == 0 && depth >= Confirmations
                    ? TimeSpan.FromDays(random.Next(40))
                    : TimeSpan.FromMinutes(1 + random.Next(15))
            );
        }
    }

    /// <summary>Seen, and then gone for good: somebody spent it elsewhere. Another may follow.</summary>
    public static async Task LoseCoinAsync(Life life, PlacedOrder order, Random random)
    {
        if (await DueAsync(life, order) is not { } due)
            return;
        var payments = life.World.Payments;
        var reference = payments.NextPayment();
        for (var depth = 0; depth <= random.Next(Confirmations); depth++)
        {
            await payments.SayAsync(
                new SandboxPaymentEvent(payments.NextEvent(), order.OrderId, PaymentUpdateType.Pending, due, "crypto", depth, reference)
            );
            await life.World.Clock.SleepAsync(TimeSpan.FromMinutes(1 + random.Next(30)));
        }

        life.Note($"order {order.Index}: the coin {reference} is gone");
        await payments.SayAsync(
            new SandboxPaymentEvent(payments.NextEvent(), order.OrderId, PaymentUpdateType.Failed, due, "crypto", Reference: reference)
        );
        if (random.Next(3) == 0)
            return;
        await life.World.Clock.SleepAsync(TimeSpan.FromMinutes(random.Next(60)));
        await SendCoinAsync(life, order, random);
    }

    public static Task TellTwiceAsync(Life life, PlacedOrder order)
    {
        life.World.Payments.TellsTwiceOf.Add(order.OrderId);
        return Task.CompletedTask;
    }

    /// <summary>The customer's bank takes money back; the shop may win it again, or lose it for good, or hear no more.</summary>
    public static async Task DisputeAsync(Life life, PlacedOrder order, Random random)
    {
        var payments = life.World.Payments;
        var net = payments.NetOf(order.OrderId, order.Total.Currency);
        if (net.Amount <= 0)
            return;
        var dispute = new PaymentCompany.Dispute(
            order.OrderId,
            random.Next(3) > 0 ? net : net with { Amount = 1 + random.NextInt64(net.Amount) }
        );
        life.Note($"order {order.Index}: disputes {dispute.Amount}");
        await payments.DisputeAsync(dispute);
        if (random.Next(4) == 0)
            return;
        await life.World.Clock.SleepAsync(TimeSpan.FromHours(random.Next(500)));
        await payments.EndDisputeAsync(dispute, won: random.Next(2) == 0);
    }

    /// <summary>Somebody who is not the company says that it was paid.</summary>
    public static Task ForgeAsync(Life life, PlacedOrder order)
    {
        var told = new SandboxPaymentEvent(
            $"forged_{order.Index}",
            order.OrderId,
            PaymentUpdateType.Succeeded,
            order.Total,
            "card",
            Confirmations
        );
        return Webhook.ForgeAsync(
            life.World,
            WebhookRoute.Payments,
            System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(told, OrderJson.Options)
        );
    }

    /// <summary>The company gives nothing of this order back any more; some day it may again.</summary>
    public static async Task RefuseRefundsAsync(Life life, PlacedOrder order, Random random)
    {
        var refuses = life.World.Payments.RefusesRefundsOf;
        refuses.Add(order.OrderId);
        if (random.Next(2) == 0)
            return;
        await life.World.Clock.SleepAsync(TimeSpan.FromHours(random.Next(400)));
        refuses.Remove(order.OrderId);
    }

    public static Task SettleRefundsLaterAsync(Life life, PlacedOrder order)
    {
        life.World.Payments.SettlesLaterOf.Add(order.OrderId);
        return Task.CompletedTask;
    }

    private static Task SendAsync(Life life, PlacedOrder order, Money amount)
    {
        life.Note($"order {order.Index}: paid {amount}");
        var method = OrderJson.Name(life.Script.Orders[order.Index].Payment);
        return life.World.Payments.PayAsync(order.OrderId, amount, method, method == "crypto" ? Confirmations : null);
    }

    /// <returns>Null if nothing is due.</returns>
    private static async Task<Money?> DueAsync(Life life, PlacedOrder order) =>
        (await Asking.LookAsync(life, order)).AmountDue is { Amount: > 0 } due ? due : null;
}
