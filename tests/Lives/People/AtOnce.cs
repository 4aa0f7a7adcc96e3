using System.Text.Json;
using System.Text.Json.Nodes;
using Lives.Machine;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Http.Storefront;

namespace Lives.People;

/// <summary>Who asks twice for the same units: two windows of a browser, two people of a household, or one who tries it.</summary>
internal static class AtOnce
{
    /// <summary>All units of something are said to be broken, and not to have come.</summary>
    public static async Task ClaimTwiceAsync(Life life, PlacedOrder order, Random random, bool onPage)
    {
        if (await PickAsync(life, order, random) is not { } units)
            return;
        var other = random.Next(3) == 0 ? ClaimKind.Missing : ClaimKind.Lost;
        await Task.WhenAll(
            Aftermath.FileClaimAsync(life, order, Form(ClaimKind.Damaged, units), onPage),
            Aftermath.FileClaimAsync(life, order, Form(other, units), onPage)
        );
    }

    /// <summary>All units of something are said to be broken, and are to go back.</summary>
    public static async Task ClaimAndReturnAsync(Life life, PlacedOrder order, Random random, bool onPage)
    {
        if (await PickAsync(life, order, random) is not { } units)
            return;
        await Task.WhenAll(
            Aftermath.FileClaimAsync(life, order, Form(ClaimKind.Damaged, units), onPage),
            ReturnAsync(life, order, units, onPage)
        );
    }

    private static Task ReturnAsync(Life life, PlacedOrder order, ParcelLine units, bool onPage)
    {
        var goods = new JsonArray(new JsonObject { ["sku"] = units.Sku, ["quantity"] = units.Quantity });
        if (onPage)
            return OrdersPage.PostAsync(
                life,
                order,
                "return",
                "returns",
                [("lines", goods.ToJsonString()), ("wants", "refund"), ("reason", "Broken, too.")]
            );
        var body = new JsonObject
        {
            ["lines"] = goods,
            ["wants"] = "refund",
            ["reason"] = "Broken, too.",
        }.ToJsonString();
        return Asking.AskAsync(
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

    private static async Task<ParcelLine?> PickAsync(Life life, PlacedOrder order, Random random)
    {
        var physical = (await Asking.LookAsync(life, order)).Lines.Where(line => line.Kind == ProductKind.Physical).ToArray();
        if (physical.Length == 0)
            return null;
        var line = physical[random.Next(physical.Length)];
        return new ParcelLine(line.Sku, line.Quantity);
    }

    private static byte[] Form(ClaimKind kind, ParcelLine units)
    {
        var form = new Upload()
            .Text("kind", OrderJson.Name(kind))
            .Text("description", "It is not as it should be.")
            .Text("lines", JsonSerializer.Serialize(new[] { units }, OrderJson.Options));
        return (ClaimRules.NeedsPhotos(kind) ? form.Photo("photos") : form).Close();
    }
}
