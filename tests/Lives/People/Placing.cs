using System.Text.Json.Nodes;
using Companies;
using Lives.Machine;
using Lives.Scripts;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Http.Storefront;

namespace Lives.People;

/// <summary>A storefront places an order for a customer, under one idempotency key until it has an answer.</summary>
internal static class Placing
{
    private const int MostTries = 30;

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(20);

    /// <returns>Null if the shop does not take the order.</returns>
    public static async Task<PlacedOrder?> PlaceAsync(Life life, int index)
    {
        var plan = life.Script.Orders[index];
        var body = Body(plan).ToJsonString();
        for (var tries = 0; tries < MostTries; tries++)
        {
            var answer = await life.World.AskAsync(app =>
                HttpCall
                    .To(app)
                    .Json(body)
                    .Header("Idempotency-Key", $"order-{index}")
                    .SendAsync(request => app.Get<PlaceOrder>().RunAsync(request, app.Client, CancellationToken.None))
            );
            life.Note(
                $"order {index}: placed, answered {answer?.Status.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"}"
            );
            if (answer?.IsSuccess == true)
                return Accept(life, index, answer);
            if (answer is { IsTrouble: false })
                return null;
            await life.World.Clock.SleepAsync(_pause);
        }

        throw new SimulationException($"Order {index} was not answered in {MostTries} tries.");
    }

    private static PlacedOrder Accept(Life life, int index, Answer answer)
    {
        var total = answer.Body.GetProperty("total");
        var order = new PlacedOrder(
            index,
            answer.Text("orderId")!,
            answer.Text("orderNumber")!,
            CustomerOf(life.Script.Orders[index]),
            new Money(total.GetProperty("amount").GetInt64(), total.GetProperty("currency").GetString()!),
            life.World.Clock.Now
        );
        life.Accept(order);
        return order;
    }

    public static string CustomerOf(OrderPlan plan) => $"c-{plan.Customer}";

    private static JsonObject Body(OrderPlan plan)
    {
        var name = Spellings.NameOf(plan);
        return new JsonObject
        {
            ["customer"] = new JsonObject
            {
                ["id"] = CustomerOf(plan),
                ["name"] = name,
                ["email"] = plan.Variant % 7 == 0 ? $"c{plan.Customer}@mailinator.com" : $"c{plan.Customer}@mail.example",
                ["phone"] = Spellings.PhoneOf(plan),
                ["locale"] = plan.Variant % 2 == 0 ? "zh-CN" : "en",
                ["verified"] = plan.Variant % 31 > 0,
            },
            ["lines"] = new JsonArray([.. plan.Lines.Select(line => new JsonObject { ["sku"] = line.Sku, ["quantity"] = line.Quantity })]),
            ["shipTo"] = Spellings.Write(plan.Spelling, Addresses.In(plan.Country, name, plan.House == 0 ? plan.Customer : plan.House)),
            ["shippingClass"] = OrderJson.Name(plan.Class),
            ["paymentMethod"] = OrderJson.Name(plan.Payment),
            ["outOfStock"] = OrderJson.Name(plan.OutOfStock),
            ["acceptDuties"] = plan.Variant % 29 > 0,
        };
    }
}
