using System.Net;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>
/// An app of which something is killed (SIGKILL) once at each stage of an order, and a few times more at random moments with orders at
/// every stage: host and worker together, which are started again, and the worker alone, which its host starts again; the emulator stays
/// up. What a dead process had in hand comes back a minute later. All that is left at the end is for <see cref="KillTests"/> to look at.
/// </summary>
public sealed class KilledShop : IAsyncLifetime
{
    /// <summary>Where an order is when the app dies.</summary>
    internal static readonly string[] Stages =
    [
        "placing",
        "placed",
        "in_review",
        "awaiting_payment",
        "checking_stock",
        "preparing",
        "shipped",
        "in_transit",
        "out_for_delivery",
        "delivered",
        "cancelling",
    ];

    private const int RandomKills = 4;
    private const int RandomOrders = 6;

    private readonly Dictionary<string, Task<Ended>> _ends = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _lastKill = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Shop? _shop;

    internal Shop Shop => _shop!;

    internal IReadOnlyList<Ended> AtRandomMoments { get; private set; } = [];

    internal int Kills { get; private set; }

    internal Task<Ended> EndOf(string stage) => _ends[stage];

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync();
        var orders = await Task.WhenAll(Stages.Skip(1).Select(PrepareAsync));
        var placing = new OrderForm { Lines = [("HW-PRO", 1), ("AC-CABLE", 1)] };
        _ends["placing"] = WalkAsync(placing, await HitWhilePlacingAsync(placing), cancel: false);

        // An order that was hit walks on while the app dies for the others: what is left of each is looked at when all is over.
        foreach (var (stage, form, order) in orders)
        {
            var orderId = await HitAsync(stage, form, order);
            _ends[stage] = WalkAsync(form, orderId, cancel: stage == "cancelling");
        }

        AtRandomMoments = await HitAtRandomAsync();
        await Task.WhenAll(_ends.Values);
    }

    public async ValueTask DisposeAsync()
    {
        if (_shop is null)
            return;
        await _shop.DisposeAsync();
        _shop.AssertLogsHoldNoPersonalData();
    }

    /// <summary>Places an order and brings it to where its stage is one step away; null where the stage comes at once.</summary>
    private async Task<(string Stage, OrderForm Form, OrderSeen? Order)> PrepareAsync(string stage)
    {
        var form = new OrderForm { Lines = [("HW-PRO", 1), ("AC-CABLE", 1)] };
        var before = stage switch
        {
            "checking_stock" or "preparing" => "awaiting_payment",
            "shipped" or "cancelling" => "preparing",
            "in_transit" => "shipped",
            "out_for_delivery" => "in_transit",
            "delivered" => "out_for_delivery",
            _ => null,
        };
        if (before is null)
            return (stage, form, null);
        var order = await Shop.Walker.WalkAsync((await Shop.Storefront.PlaceAsync(form)).Id, before);
        return (stage, form, before == "preparing" ? await WaitForWaybillAsync(order.Id) : order);
    }

    /// <summary>Brings an order to a stage, kills the app there and starts it again.</summary>
    private async Task<string> HitAsync(string stage, OrderForm form, OrderSeen? prepared)
    {
        var order = prepared ?? await Shop.Storefront.PlaceAsync(form);
        var cancel = Task.CompletedTask;
        switch (stage)
        {
            case "placed":
                break;
            case "in_review":
                await Eventually.GetAsync(
                    () => Shop.Storefront.GetAsync(order.Id),
                    seen => seen.Status != "placed",
                    "the review has begun"
                );
                break;
            case "checking_stock":
                (await Shop.Company.PayAsync(order.Id, eventId: $"{order.Id}-pay")).Expect(HttpStatusCode.OK);
                await Eventually.GetAsync(() => Shop.Storefront.GetAsync(order.Id), seen => seen.Paid > 0, "the payment was counted");
                break;
            case "cancelling":
                cancel = Shop.Storefront.CancelAsync(order.Id);
                await Eventually.GetAsync(
                    () => Shop.Storefront.GetAsync(order.Id),
                    seen => seen.Status is "cancelling" or "cancelled",
                    "the cancel has begun"
                );
                break;
            default:
                await Shop.Walker.WalkAsync(order.Id, stage);
                break;
        }

        await RestartAsync();
        await cancel.IgnoreDeathAsync();
        return order.Id;
    }

    private Task<OrderSeen> WaitForWaybillAsync(string orderId) =>
        Eventually.GetAsync(() => Shop.Storefront.GetAsync(orderId), order => order.Waybill is not null, "a waybill");

    /// <summary>The storefront got no answer, so it asks again under the same key.</summary>
    private async Task<string> HitWhilePlacingAsync(OrderForm form)
    {
        var first = Shop.Storefront.PostAsync(form.ToJson().ToJsonString(), "the-key");
        await Task.WhenAny(first, Task.Delay(Random.Shared.Next(5, 60)));
        await RestartAsync();
        await first.IgnoreDeathAsync();
        return (await Shop.Storefront.PlaceAsync(form, "the-key")).Id;
    }

    private async Task<IReadOnlyList<Ended>> HitAtRandomAsync()
    {
        var walks = new List<Task<Ended>>();
        for (var i = 0; i < RandomOrders; i++)
        {
            var form = new OrderForm { Lines = [("HW-LITE", 1)] };
            var order = await Shop.Storefront.PlaceAsync(form);
            walks.Add(WalkAsync(form, order.Id, cancel: i % 4 == 3));
        }

        for (var i = 0; i < RandomKills; i++)
        {
            await Task.Delay(Random.Shared.Next(100, 1200));
            await RestartAsync();
        }

        _lastKill.SetResult();
        return await Task.WhenAll(walks);
    }

    /// <summary>
    /// Each kill may hide for a minute what an order waits for: the walker's patience begins anew until the last kill is over.
    /// </summary>
    private async Task<Ended> WalkAsync(OrderForm form, string orderId, bool cancel)
    {
        while (true)
        {
            var moreKillsCome = !_lastKill.Task.IsCompleted;
            try
            {
                return new Ended(form, cancel ? await Shop.CancelToTheEndAsync(orderId) : await Shop.Walker.WalkAsync(orderId), cancel);
            }
            catch (TimeoutException) when (moreKillsCome)
            {
                // The app died again meanwhile.
            }
        }
    }

    private async Task RestartAsync()
    {
        if (Kills++ % 2 == 0)
        {
            await Shop.App.KillAsync();
            Shop.App.Launch();
        }
        else
        {
            await Shop.App.KillWorkerAsync();
        }

        await Shop.App.ReadyAsync();
    }

    internal sealed record Ended(OrderForm Form, OrderSeen Order, bool WasCancelled);
}
