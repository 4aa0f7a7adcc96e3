using System.Text.Json;
using System.Text.Json.Nodes;
using Companies;
using Lives.Machine;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Http.Storefront;

namespace Lives.People;

/// <summary>What customers do once they have goods, or should have them: claims, returns, questions.</summary>
internal static class Aftermath
{
    public static async Task FileClaimAsync(Life life, PlacedOrder order, Random random, bool onPage)
    {
        for (var times = random.Next(5) == 0 ? 2 : 1; times > 0; times--)
        {
            var view = await Asking.LookAsync(life, order);
            var physical = view.Lines.Where(line => line.Kind == ProductKind.Physical || random.Next(10) == 0).ToArray();
            if (physical.Length == 0)
                return;
            var claimed = physical
                .Where((_, i) => i == 0 || random.Next(2) == 0)
                .Select(line => new ParcelLine(line.Sku, 1 + random.Next(line.Quantity)));
            var kind = Enum.GetValues<ClaimKind>()[random.Next(Enum.GetValues<ClaimKind>().Length)];
            var form = new Upload()
                .Text("kind", OrderJson.Name(kind))
                .Text("description", "It is not as it should be.")
                .Text("lines", JsonSerializer.Serialize(claimed, OrderJson.Options));
            if (random.Next(12) == 0)
                form.Fake("photos");
            else if (kind is ClaimKind.Damaged or ClaimKind.Wrong && random.Next(8) > 0)
                form.Photo("photos").Photo("photos");
            var body = form.Close();
            await FileClaimAsync(life, order, body, onPage);
        }
    }

    public static Task FileClaimAsync(Life life, PlacedOrder order, byte[] form, bool onPage) =>
        onPage
            ? OrdersPage.PostAsync(life, order, "claim", "claims", Upload.ContentType, form)
            : Asking.AskAsync(
                life,
                order,
                "claim",
                app =>
                    HttpCall
                        .To(app)
                        .Body(Upload.ContentType, form)
                        .SendAsync(request => app.Get<FileClaim>().RunAsync(request, order.OrderId, app.Client, CancellationToken.None))
            );

    public static async Task RequestReturnAsync(Life life, PlacedOrder order, Random random, bool onPage)
    {
        var view = await Asking.LookAsync(life, order);
        var lines = view
            .Lines.Where((_, i) => i == 0 || random.Next(3) > 0)
            .Select(line =>
                (JsonNode)
                    new JsonObject
                    {
                        ["sku"] = line.Sku,
                        ["quantity"] = random.Next(2) == 0 ? line.Quantity : 1 + random.Next(line.Quantity),
                    }
            );
        var goods = new JsonArray([.. lines]);
        var wants = random.Next(2) == 0 ? "refund" : "exchange";
        if (onPage)
        {
            await OrdersPage.PostAsync(
                life,
                order,
                "return",
                "returns",
                [("lines", goods.ToJsonString()), ("wants", wants), ("reason", "I do not like it.")]
            );
            return;
        }

        var body = new JsonObject
        {
            ["lines"] = goods,
            ["wants"] = wants,
            ["reason"] = "I do not like it.",
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

    /// <summary>
    /// The goods of every open return go back, in whatever condition, by a carrier that the shop may be told of before, after, or never.
    /// </summary>
    public static async Task SendReturnAsync(Life life, PlacedOrder order, Random random)
    {
        var carrier = life.World.Carrier;
        foreach (
            var open in (await Asking.LookAsync(life, order)).Returns.Where(filed =>
                filed.Status == CaseStatus.Open && filed.Address.Count > 0
            )
        )
        {
            if (carrier.Returns.Any(sent => sent.Rma == open.Rma))
                continue;
            var parcel = carrier.TakeBack(
                order.OrderId,
                open.Rma,
                [.. open.Lines.Where(line => line.Sku != Goods.Licence).SelectMany(line => Contents(line, random))]
            );
            life.Note($"order {order.Index}: sends {parcel.Waybill} for {open.Rma}");
            if (random.Next(5) > 0)
                life.World.Begin(_ => TellWaybillAsync(life, order, parcel, TimeSpan.FromMinutes(random.Next(2) * random.Next(4000))));
            life.World.Begin(_ => TravelAsync(life, parcel, random));
        }
    }

    public static async Task AskQuestionAsync(Life life, PlacedOrder order, Random random, bool onPage)
    {
        var form = new Upload().Text("text", "How does it work?");
        if (random.Next(3) == 0)
            form.Photo("attachments");
        var body = form.Close();
        await (
            onPage
                ? OrdersPage.PostAsync(life, order, "question", "requests", Upload.ContentType, body)
                : Asking.AskAsync(
                    life,
                    order,
                    "question",
                    app =>
                        HttpCall
                            .To(app)
                            .Body(Upload.ContentType, body)
                            .SendAsync(request =>
                                app.Get<FileRequest>().RunAsync(request, order.OrderId, app.Client, CancellationToken.None)
                            )
                )
        );
    }

    private static IEnumerable<InspectedLine> Contents(ParcelLine line, Random random)
    {
        // Somewhat worn, or fewer than were announced.
        var conditions = Enum.GetValues<ReturnCondition>();
        for (var unit = 0; unit < line.Quantity; unit++)
        {
            var condition = random.Next(2) == 0 ? ReturnCondition.AsNew : conditions[random.Next(conditions.Length)];
            if (condition != ReturnCondition.Missing)
                yield return new InspectedLine(line.Sku, 1, condition);
        }
    }

    private static async Task TellWaybillAsync(Life life, PlacedOrder order, ReturnParcel parcel, TimeSpan after)
    {
        await life.World.Clock.SleepAsync(after);
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
    }

    /// <summary>Scans for a waybill that the shop was not told of reach it as well; what to do with those is its affair.</summary>
    private static async Task TravelAsync(Life life, ReturnParcel parcel, Random random)
    {
        var carrier = life.World.Carrier;
        foreach (var status in new[] { ParcelStatus.PickedUp, ParcelStatus.InTransit, ParcelStatus.Delivered })
        {
            await life.World.Clock.SleepAsync(TimeSpan.FromMinutes(random.Next(4000)));
            if (status == ParcelStatus.InTransit && random.Next(10) == 0)
            {
                parcel.Place = Place.Lost;
                return;
            }

            if (status == ParcelStatus.Delivered)
                parcel.Place = Place.Returned;
            var scan = carrier.Scan(parcel, status);
            if (random.Next(6) > 0)
                life.World.Begin(_ => carrier.TellAsync(parcel, scan));
        }
    }
}
