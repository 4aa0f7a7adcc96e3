using System.Text.Json.Nodes;
using Lives.Machine;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;
using Orders.Functions.Http.Storefront;

namespace Lives.People;

/// <summary>What customers ask about their orders before they have the goods: to look, to cancel, to choose, to change.</summary>
internal static class Shopping
{
    private static readonly string[] _countries = ["CN", "DE", "US"];

    public static async Task LookAsync(Life life, PlacedOrder order, bool onPage)
    {
        if (onPage)
            await OrdersPage.LookAsync(life, order);
        await Asking.LookAsync(life, order);
        await Asking.AskAsync(
            life,
            order,
            "events",
            app =>
                HttpCall.To(app).SendAsync(request => app.Get<ListOrderEvents>().RunAsync(request, order.OrderId, CancellationToken.None))
        );
    }

    public static async Task CancelAsync(Life life, PlacedOrder order, Random random, bool onPage)
    {
        for (var times = random.Next(5) == 0 ? 2 : 1; times > 0; times--)
        {
            await (
                onPage
                    ? OrdersPage.PostAsync(life, order, "cancel", "cancel", [("reason", "changed my mind")])
                    : Asking.AskAsync(
                        life,
                        order,
                        "cancel",
                        app =>
                            HttpCall
                                .To(app)
                                .Json("""{"reason":"changed my mind"}""")
                                .SendAsync(request =>
                                    app.Get<CancelOrder>().RunAsync(request, order.OrderId, app.Client, CancellationToken.None)
                                )
                    )
            );
        }
    }

    /// <summary>Some of the goods are not wanted any more; under one key, so that the same call again drops nothing more.</summary>
    public static async Task CancelLinesAsync(Life life, PlacedOrder order, Random random)
    {
        var view = await Asking.LookAsync(life, order);
        var line = Pick(random, view.Lines);
        var body = Json(new JsonObject { ["reason"] = "too many", ["lines"] = Lines([new(line.Sku, 1 + random.Next(line.Quantity))]) });
        var key = $"give-up-{order.Index}-{random.Next()}";
        for (var times = 1 + random.Next(2); times > 0; times--)
        {
            await Asking.AskAsync(
                life,
                order,
                "give-up",
                app =>
                    HttpCall
                        .To(app)
                        .Json(body)
                        .Header("Idempotency-Key", key)
                        .SendAsync(request => app.Get<CancelOrder>().RunAsync(request, order.OrderId, app.Client, CancellationToken.None))
            );
        }
    }

    public static async Task ChangeAddressAsync(Life life, PlacedOrder order, Random random)
    {
        var plan = life.Script.Orders[order.Index];
        var country = random.Next(2) == 0 ? plan.Country : Pick(random, _countries);
        var body = Json(
            new JsonObject
            {
                ["shipTo"] = Addresses.In(country, $"Customer {plan.Customer}", 100 + random.Next(100)),
                ["acceptDuties"] = random.Next(2) == 0,
            }
        );
        await Asking.AskAsync(
            life,
            order,
            "address",
            app =>
                HttpCall
                    .To(app)
                    .Json(body)
                    .SendAsync(request => app.Get<ChangeAddress>().RunAsync(request, order.OrderId, app.Client, CancellationToken.None))
        );
        await ThinkAboutAsync(life, order, random);
    }

    /// <summary>More or less of something, something else, another class; the offer is then confirmed, declined, or forgotten.</summary>
    public static async Task ChangeLinesAsync(Life life, PlacedOrder order, Random random)
    {
        var view = await Asking.LookAsync(life, order);
        var wish = new JsonObject { ["acceptDuties"] = random.Next(2) == 0 };
        if (random.Next(4) > 0)
        {
            var lines = view.Lines.ToDictionary(line => line.Sku, line => line.Quantity, StringComparer.Ordinal);
            var sku = random.Next(3) == 0 ? Pick(random, Goods.All) : Pick(random, view.Lines).Sku;
            lines[sku] = Math.Max(0, lines.GetValueOrDefault(sku) + random.Next(5) - 2);
            wish["lines"] = Lines(lines.Select(line => new ParcelLine(line.Key, line.Value)));
        }

        if (random.Next(3) == 0 || !wish.ContainsKey("lines"))
            wish["shippingClass"] = OrderJson.Name(Pick(random, Enum.GetValues<ShippingClass>()));
        var body = Json(wish);
        await Asking.AskAsync(
            life,
            order,
            "change",
            app =>
                HttpCall
                    .To(app)
                    .Json(body)
                    .SendAsync(request => app.Get<RequestChange>().RunAsync(request, order.OrderId, app.Client, CancellationToken.None))
        );
        await ThinkAboutAsync(life, order, random);
    }

    public static async Task ConfirmChangeAsync(Life life, PlacedOrder order, Random random, bool onPage)
    {
        if ((await Asking.LookAsync(life, order)).Offer is not { } offer)
            return;
        await DecideChangeAsync(life, order, offer.ChangeId, acceptDuties: offer.AsksDuties == true && random.Next(8) > 0, onPage);
        if (random.Next(5) == 0)
            return;
        await life.World.Clock.SleepAsync(TimeSpan.FromMinutes(random.Next(40)));
        await Paying.PayAsync(life, order);
    }

    public static async Task DeclineChangeAsync(Life life, PlacedOrder order, bool onPage)
    {
        if ((await Asking.LookAsync(life, order)).Offer is not { } offer)
            return;
        if (onPage)
        {
            await OrdersPage.PostAsync(life, order, "decline-change", "change-decline", [("changeId", offer.ChangeId)], offer.ChangeId);
            return;
        }

        await Asking.AskAsync(
            life,
            order,
            "decline-change",
            app =>
                HttpCall
                    .To(app)
                    .SendAsync(request =>
                        app.Get<DecideChange>().DeclineAsync(request, order.OrderId, offer.ChangeId, app.Client, CancellationToken.None)
                    ),
            offer.ChangeId
        );
    }

    /// <summary>Says yes to what was offered.</summary>
    public static Task<Answer> DecideChangeAsync(Life life, PlacedOrder order, string changeId, bool acceptDuties, bool onPage)
    {
        if (onPage)
            return OrdersPage.PostAsync(
                life,
                order,
                "confirm-change",
                "change-confirm",
                [("changeId", changeId), .. acceptDuties ? [("acceptDuties", "true")] : Array.Empty<(string, string)>()],
                changeId
            );
        var body = acceptDuties ? """{"acceptDuties":true}""" : "{}";
        return Asking.AskAsync(
            life,
            order,
            "confirm-change",
            app =>
                HttpCall
                    .To(app)
                    .Json(body)
                    .SendAsync(request =>
                        app.Get<DecideChange>().ConfirmAsync(request, order.OrderId, changeId, app.Client, CancellationToken.None)
                    ),
            changeId
        );
    }

    /// <summary>A choice for each line that is short; sometimes another one a moment later.</summary>
    public static async Task DecideStockAsync(Life life, PlacedOrder order, Random random, bool onPage)
    {
        for (var times = random.Next(4) == 0 ? 2 : 1; times > 0; times--)
        {
            var view = await Asking.LookAsync(life, order);
            if (view.Short.Count == 0)
                return;
            JsonObject[] choices = [.. view.Short.Select(line => Choice(life, line, random))];
            var fields = choices
                .Select(line =>
                    ($"choice:{line["sku"]}", line["substitute"] is { } substitute ? $"{line["choice"]}:{substitute}" : $"{line["choice"]}")
                )
                .ToArray();
            var body = Json(new JsonObject { ["lines"] = new JsonArray([.. choices]) });
            await (
                onPage
                    ? OrdersPage.PostAsync(life, order, "stock-decision", "stock-decision", fields)
                    : Asking.AskAsync(
                        life,
                        order,
                        "stock-decision",
                        app =>
                            HttpCall
                                .To(app)
                                .Json(body)
                                .SendAsync(request =>
                                    app.Get<DecideStock>().RunAsync(request, order.OrderId, app.Client, CancellationToken.None)
                                )
                    )
            );

            // A substitute may cost more.
            if (random.Next(4) > 0)
                await Paying.PayAsync(life, order);
        }
    }

    public static Task GiveRefundAddressAsync(Life life, PlacedOrder order, Random random, bool onPage)
    {
        var address = $"bc1q{random.NextInt64():x16}";
        if (onPage)
            return OrdersPage.PostAsync(life, order, "refund-address", "refund-address", [("address", address)]);
        var body = Json(new JsonObject { ["address"] = address });
        return Asking.AskAsync(
            life,
            order,
            "refund-address",
            app =>
                HttpCall
                    .To(app)
                    .Json(body)
                    .SendAsync(request => app.Get<GiveRefundAddress>().RunAsync(request, order.OrderId, CancellationToken.None))
        );
    }

    private static async Task ThinkAboutAsync(Life life, PlacedOrder order, Random random)
    {
        var mind = random.Next(10);
        if (mind > 7)
            return;
        await life.World.Clock.SleepAsync(TimeSpan.FromMinutes(random.Next(random.Next(4) == 0 ? 90 : 20)));
        if (mind > 5)
            await DeclineChangeAsync(life, order, onPage: false);
        else
            await ConfirmChangeAsync(life, order, random, onPage: false);
    }

    private static JsonObject Choice(Life life, ShortView line, Random random)
    {
        var choice = Pick(random, line.Options);
        var chosen = new JsonObject { ["sku"] = line.Sku, ["choice"] = OrderJson.Name(choice) };
        if (choice == StockChoice.Substitute)
            chosen["substitute"] = Pick(random, line.Substitutes).Sku;
        if (choice is StockChoice.Wait or StockChoice.Split && random.Next(3) == 0)
            chosen["until"] = life
                .World.Clock.Now.AddDays(1 + random.Next(20))
                .ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        return chosen;
    }

    private static JsonArray Lines(IEnumerable<ParcelLine> lines) =>
        new([.. lines.Select(line => new JsonObject { ["sku"] = line.Sku, ["quantity"] = line.Quantity })]);

    private static string Json(JsonNode body) => body.ToJsonString();

    private static T Pick<T>(Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
