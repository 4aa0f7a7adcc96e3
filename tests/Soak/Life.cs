using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Soak.Harness;

namespace Soak;

/// <summary>
/// One order from its customer's, carrier's and shop's side: what each does, again until it was answered, and what was accepted.
/// </summary>
internal sealed class Life(
    int number,
    string script,
    OrderForm form,
    Random random,
    Fleet fleet,
    Persistent callers,
    Action<OrderSeen> seen,
    CancellationToken cancellation
)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    public int Number => number;

    public string Script => script;

    public OrderForm Form => form;

    /// <summary>Empty until the placing call was accepted.</summary>
    public string OrderId { get; private set; } = "";

    public Random Random => random;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The order as it was last seen.</summary>
    public OrderSeen? Last { get; private set; }

    /// <summary>The payments that the company took, by their event ids.</summary>
    public HashSet<string> Payments { get; } = new(StringComparer.Ordinal);

    /// <summary>The scans that the webhook took.</summary>
    public HashSet<string> Scans { get; } = new(StringComparer.Ordinal);

    /// <summary>The parcels that were scanned along their way, and the differences that were paid.</summary>
    public HashSet<string> Moved { get; } = new(StringComparer.Ordinal);

    /// <summary>True once a cancel was answered with 200: the order is cancelled.</summary>
    public bool Cancelled { get; private set; }

    public HashSet<string> Claims { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Returns { get; } = new(StringComparer.Ordinal);

    /// <summary>The changes that were confirmed with 200.</summary>
    public HashSet<string> Changes { get; } = new(StringComparer.Ordinal);

    /// <summary>How many calls were accepted.</summary>
    public int Accepted { get; private set; }

    public async Task PlaceAsync()
    {
        var answer = await AskAsync("place", () => fleet.Storefront.PostAsync(form.ToJson().ToJsonString(), $"soak-{Text(number)}"));
        Show(new OrderSeen(answer.Expect(HttpStatusCode.Accepted).Json));
        OrderId = Last!.Id;
        Accepted++;
    }

    public async Task<OrderSeen> LookAsync() =>
        Show(
            new OrderSeen(
                (await AskAsync("look", () => fleet.Storefront.GetPathAsync($"api/orders/{OrderId}"))).Expect(HttpStatusCode.OK).Json
            )
        );

    /// <summary>Looks until the order is so, or at its end.</summary>
    /// <returns>Whether it is so.</returns>
    public async Task<bool> UntilAsync(Predicate<OrderSeen> isSo)
    {
        while (true)
        {
            var order = await LookAsync();
            if (isSo(order))
                return true;
            if (order.IsFinal)
                return false;
            await Task.Delay(Pause, cancellation);
        }
    }

    public Task<bool> UntilAsync(params string[] statuses) => UntilAsync(order => statuses.Contains(order.Status));

    /// <summary>Pays at the payment provider, which posts its webhook; now and then the company says it twice.</summary>
    /// <param name="amount">All that is due unless said otherwise.</param>
    /// <returns>False if the company takes no money for this order any more.</returns>
    public async Task<bool> PayAsync(string id, long? amount = null)
    {
        var eventId = $"{OrderId}-{id}";
        for (var times = random.Next(5) == 0 ? 2 : 1; times > 0; times--)
        {
            var answer = await AskAsync("pay", () => fleet.Company.PayAsync(OrderId, amount, eventId: eventId));
            if (answer.Status is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
                return Payments.Contains(eventId);
            answer.Expect(HttpStatusCode.OK);

            // Two payments may be under way at once.
            lock (Payments)
                Payments.Add(eventId);
            Accepted++;
        }

        return true;
    }

    public async Task ScanAsync(string waybill, string status)
    {
        var eventId = $"{waybill}-{status}";
        for (var times = random.Next(5) == 0 ? 2 : 1; times > 0; times--)
        {
            var answer = await AskAsync("scan", () => fleet.Company.ScanAsync(waybill, status, eventId));
            if (answer.Status is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
                return;
            answer.Expect(HttpStatusCode.OK);
            Scans.Add(eventId);
            Accepted++;
        }
    }

    public async Task CancelAsync()
    {
        var answer = await AskAsync("cancel", () => fleet.Storefront.CancelAsync(OrderId));
        if (answer.Expect(HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.Conflict).Status == HttpStatusCode.Conflict)
            return;
        Accepted++;
        Cancelled |= answer.Status == HttpStatusCode.OK && Show(new OrderSeen(answer.Json)).Status == "cancelled";
    }

    /// <summary>Asks for a change and agrees to its price.</summary>
    public async Task ChangeAsync(string lines)
    {
        var offer = await AskAsync("change", () => fleet.Storefront.ChangeAsync(OrderId, lines));
        if (offer.Status is not (HttpStatusCode.Created or HttpStatusCode.OK) || (string?)offer.Json["changeId"] is not { } changeId)
            return;
        var answer = await AskAsync("confirm", () => fleet.Storefront.ConfirmChangeAsync(OrderId, changeId));
        if (answer.Status is not (HttpStatusCode.OK or HttpStatusCode.Accepted))
            return;
        Accepted++;
        Changes.Add(changeId);
    }

    public async Task MoveAsync(JsonObject shipTo)
    {
        if (
            (await AskAsync("move", () => fleet.Storefront.MoveAsync(OrderId, shipTo.DeepClone().AsObject()))).Status
            is HttpStatusCode.OK
                or HttpStatusCode.Accepted
        )
            Accepted++;
    }

    public async Task DecideStockAsync(string choice)
    {
        if (
            (await AskAsync("stock decision", () => fleet.Storefront.DecideStockAsync(OrderId, new { choice }))).Status
            is HttpStatusCode.OK
                or HttpStatusCode.Accepted
        )
            Accepted++;
    }

    /// <returns>The claim's id; null if there is none and none can be filed.</returns>
    public async Task<string?> ClaimAsync(string sku)
    {
        var answer = await AskAsync(
            "claim",
            () =>
            {
                var content = new MultipartFormDataContent
                {
                    { new StringContent("damaged"), "kind" },
                    { new StringContent("The corner is dented."), "description" },
                    { new StringContent($$"""[{ "sku": "{{sku}}", "quantity": 1 }]"""), "lines" },
                    { new ByteArrayContent(Orders.Testing.Pictures.Jpeg()), "photos", "photo.jpg" },
                };
                return fleet.Storefront.PostFormAsync($"api/orders/{OrderId}/claims", content);
            }
        );
        return await FiledAsync(answer, Claims, "claimId", "claims");
    }

    /// <returns>The RMA; null if there is none and none is granted.</returns>
    public async Task<string?> ReturnAsync(string sku)
    {
        var answer = await AskAsync(
            "return",
            () =>
                fleet.Storefront.PostJsonAsync(
                    $"api/orders/{OrderId}/returns",
                    new
                    {
                        lines = new[] { new { sku, quantity = 1 } },
                        reason = "Too heavy.",
                        wants = "refund",
                    }
                )
        );
        return await FiledAsync(answer, Returns, "rma", "returns");
    }

    public async Task DecideClaimAsync(string claimId, string decision, long? amount)
    {
        var body = new JsonObject
        {
            ["decision"] = decision,
            ["liability"] = "carrier",
            ["reason"] = "We are sorry.",
            ["by"] = "mei",
        };
        if (amount is not null)
            body["amount"] = new JsonObject { ["amount"] = amount, ["currency"] = "USD" };
        if (
            (await AskAsync("decide", () => fleet.Operations.PostAsync($"claims/{claimId}/decision", body))).Status
            is HttpStatusCode.OK
                or HttpStatusCode.Accepted
        )
            Accepted++;
    }

    public async Task InspectAsync(string rma, string sku)
    {
        var body = new
        {
            lines = new[]
            {
                new
                {
                    sku,
                    quantity = 1,
                    condition = "as_new",
                },
            },
            by = "mei",
        };
        if (
            (await AskAsync("inspect", () => fleet.Operations.PostAsync($"returns/{rma}/inspection", body))).Status
            is HttpStatusCode.OK
                or HttpStatusCode.Accepted
        )
            Accepted++;
    }

    public Task<Answer> ReceiveStockAsync(string sku, string delivery, int quantity) =>
        AskAsync(
            "receive",
            () =>
                fleet.Operations.PostAsync(
                    $"stock/{sku}/receive",
                    new
                    {
                        delivery,
                        quantity,
                        by = "mei",
                    }
                )
        );

    public override string ToString() => $"{Text(number)} {script} {OrderId}";

    /// <summary>Filed now; or filed by a call of which we got no answer, and therefore refused the second time.</summary>
    private async Task<string?> FiledAsync(Answer answer, HashSet<string> accepted, string id, string list)
    {
        if (answer.Status == HttpStatusCode.Conflict)
            return (string?)(await LookAsync()).View[list]!.AsArray().FirstOrDefault()?[id];
        var filed = (string)answer.Expect(HttpStatusCode.Created).Json[id]!;
        accepted.Add(filed);
        Accepted++;
        return filed;
    }

    private Task<Answer> AskAsync(string what, Func<Task<Answer>> call) => callers.AskAsync($"{this}: {what}", call, cancellation);

    private OrderSeen Show(OrderSeen order)
    {
        if (order.Status != Last?.Status)
            seen(order);
        return Last = order;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
