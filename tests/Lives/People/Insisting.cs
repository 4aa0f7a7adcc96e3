using System.Text.Json;
using System.Text.Json.Nodes;
using Companies;
using Lives.Machine;
using Lives.Scripts;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Http.Operations;
using Orders.Functions.Http.Storefront;

namespace Lives.People;

/// <summary>Who asks for what has no place now: from a page that is out of date, by mistake, or to see what happens.</summary>
internal static class Insisting
{
    /// <summary>An offer of yesterday is confirmed.</summary>
    public static Task ConfirmOldChangeAsync(Life life, PlacedOrder order, bool onPage) =>
        Shopping.DecideChangeAsync(life, order, order.LastChange ?? "none", acceptDuties: true, onPage);

    /// <summary>A choice about goods, short or not: something else where it is offered, else patience.</summary>
    public static async Task DecideStockAsync(Life life, PlacedOrder order)
    {
        var shortOf = (await Asking.LookAsync(life, order)).Short;
        var lines =
            shortOf.Count > 0
                ? shortOf.Select(line =>
                    line.Substitutes.Count > 0
                        ? new JsonObject
                        {
                            ["sku"] = line.Sku,
                            ["choice"] = "substitute",
                            ["substitute"] = line.Substitutes[0].Sku,
                        }
                        : new JsonObject { ["sku"] = line.Sku, ["choice"] = "wait" }
                )
                : life.Script.Orders[order.Index].Lines.Select(line => new JsonObject { ["sku"] = line.Sku, ["choice"] = "refund" });
        var body = new JsonObject { ["lines"] = new JsonArray([.. lines]) }.ToJsonString();
        await Asking.AskAsync(
            life,
            order,
            "stock-decision",
            app =>
                HttpCall
                    .To(app)
                    .Json(body)
                    .SendAsync(request => app.Get<DecideStock>().RunAsync(request, order.OrderId, app.Client, CancellationToken.None))
        );
    }

    /// <summary>Somebody of the shop takes a refund for paid that there is not.</summary>
    public static Task DecideRefundAsync(Life life, PlacedOrder order) =>
        Asking.AskAsync(
            life,
            order,
            "refund-paid",
            app =>
                HttpCall
                    .To(app)
                    .AsOperations()
                    .Json("""{"decision":"paid","key":"none","reference":"none","by":"ops-2"}""")
                    .SendAsync(request => app.Get<DecideRefund>().RunAsync(request, order.OrderId, app.Client, CancellationToken.None)),
            "none"
        );

    public static async Task VoidWaybillsAsync(Life life, PlacedOrder order)
    {
        foreach (var parcel in (await Asking.LookAsync(life, order)).Parcels)
        {
            await Asking.AskAsync(
                life,
                order,
                "void",
                app =>
                    HttpCall
                        .To(app)
                        .AsOperations()
                        .Json("""{"reason":"By mistake.","by":"ops-3"}""")
                        .SendAsync(request =>
                            app.Get<ParcelOperations>()
                                .VoidAsync(request, order.OrderNumber, parcel.Number, app.Client, CancellationToken.None)
                        ),
                parcel.Waybill
            );
        }
    }

    /// <summary>What was ordered has not come.</summary>
    public static async Task ClaimLostAsync(Life life, PlacedOrder order, Random random, bool onPage)
    {
        var physical = (await Asking.LookAsync(life, order)).Lines.Where(line => line.Kind == ProductKind.Physical).ToArray();
        if (physical.Length == 0)
            return;
        var claimed = new[] { new ParcelLine(physical[random.Next(physical.Length)].Sku, 1) };
        var body = new Upload()
            .Text("kind", OrderJson.Name(ClaimKind.Lost))
            .Text("description", "Nothing came.")
            .Text("lines", JsonSerializer.Serialize(claimed, OrderJson.Options))
            .Close();
        await Aftermath.FileClaimAsync(life, order, body, onPage);
    }

    /// <summary>One unit of something that can be returned; by its variant for money, or for another.</summary>
    public static async Task ReturnOneAsync(Life life, PlacedOrder order, Deed deed)
    {
        var physical = (await Asking.LookAsync(life, order)).Lines.Where(line => line.Kind == ProductKind.Physical).ToArray();
        if (physical.Length == 0)
            return;
        var line = physical[new Random(deed.Variant).Next(physical.Length)];
        var body = new JsonObject
        {
            ["lines"] = new JsonArray(new JsonObject { ["sku"] = line.Sku, ["quantity"] = 1 }),
            ["wants"] = deed.Variant % 3 == 0 ? "refund" : "exchange",
            ["reason"] = "Another one, please.",
        }.ToJsonString();
        await Asking.AskAsync(
            life,
            order,
            "return",
            app =>
                HttpCall
                    .To(app)
                    .Json(body)
                    .SendAsync(request => app.Get<RequestReturn>().RunAsync(request, order.OrderId, app.Client, CancellationToken.None))
        );
    }

    /// <summary>The goods of an open return are with the carrier, and the shop hears of it at once.</summary>
    public static async Task ScanReturnAsync(Life life, PlacedOrder order)
    {
        var carrier = life.World.Carrier;
        var open = (await Asking.LookAsync(life, order)).Returns.Where(filed => filed.EndedAt is null && filed.Address.Count > 0).ToArray();
        var unsent = open.FirstOrDefault(filed => carrier.Returns.All(sent => sent.Rma != filed.Rma));
        var known = unsent is not null
            ? carrier.TakeBack(
                order.OrderId,
                unsent.Rma,
                [
                    .. unsent
                        .Lines.Where(line => line.Sku != Goods.Licence)
                        .Select(line => new InspectedLine(line.Sku, line.Quantity, ReturnCondition.AsNew)),
                ]
            )
            : carrier.Returns.FindLast(sent => sent.OrderId == order.OrderId);
        if (known is null)
            return;

        var parcel = known;
        var body = new JsonObject { ["carrier"] = "sandbox", ["waybill"] = parcel.Waybill }.ToJsonString();
        await Asking.AskAsync(
            life,
            order,
            "return-waybill",
            app =>
                HttpCall
                    .To(app)
                    .Json(body)
                    .SendAsync(request =>
                        app.Get<SendReturn>().RunAsync(request, order.OrderId, parcel.Rma, app.Client, CancellationToken.None)
                    ),
            parcel.Rma
        );
        await carrier.TellAsync(parcel, carrier.Scan(parcel, ParcelStatus.InTransit));
        if (parcel.Place == Place.OnItsWay)
            parcel.Place = Place.Returned;
        await carrier.TellAsync(parcel, carrier.Scan(parcel, ParcelStatus.Delivered));
    }
}
