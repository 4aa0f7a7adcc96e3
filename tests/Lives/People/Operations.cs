using System.Text.Json.Nodes;
using Companies;
using Lives.Machine;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Views;
using Orders.Functions.Http.Operations;

namespace Lives.People;

/// <summary>What the shop's people decide about an order.</summary>
internal static class Operations
{
    private const string By = "ops-1";
    private const int MostLooks = 20;

    private static readonly TimeSpan _betweenLooks = TimeSpan.FromHours(12);

    public static Task ReviewAsync(Life life, PlacedOrder order, Random random)
    {
        var body = new JsonObject
        {
            ["decision"] = random.Next(3) > 0 ? "pass" : "refuse",
            ["reason"] = "Looked at.",
            ["by"] = By,
        }.ToJsonString();
        return Asking.AskAsync(
            life,
            order,
            "review",
            app =>
                HttpCall
                    .To(app)
                    .AsOperations()
                    .Json(body)
                    .SendAsync(request =>
                        app.Get<ReviewOperations>().DecideAsync(request, order.OrderId, app.Client, CancellationToken.None)
                    )
        );
    }

    /// <summary>An order that is held for a dispute: it goes on, or not.</summary>
    public static Task DecideHoldAsync(Life life, PlacedOrder order, Random random)
    {
        var body = new JsonObject { ["decision"] = random.Next(3) > 0 ? "release" : "cancel", ["by"] = By }.ToJsonString();
        return Asking.AskAsync(
            life,
            order,
            "hold",
            app =>
                HttpCall
                    .To(app)
                    .AsOperations()
                    .Json(body)
                    .SendAsync(request => app.Get<DecideHold>().RunAsync(request, order.OrderId, app.Client, CancellationToken.None))
        );
    }

    public static async Task DecideClaimsAsync(Life life, PlacedOrder order, Random random)
    {
        foreach (
            var claim in (await Asking.LookAsync(life, order)).Claims.Where(claim =>
                claim.Status == CaseStatus.Open || random.Next(10) == 0
            )
        )
            await DecideClaimAsync(life, order, claim.ClaimId, random);
    }

    public static async Task DecideClaimAsync(Life life, PlacedOrder order, string claimId, Random random)
    {
        var outcome = Pick<ClaimOutcome>(random);
        var decision = new JsonObject
        {
            ["decision"] = OrderJson.Name(outcome),
            ["liability"] = OrderJson.Name(Pick<Liability>(random)),
            ["reason"] = "We looked at it.",
            ["by"] = By,
        };
        if (outcome == ClaimOutcome.Refund && random.Next(3) == 0)
            decision["amount"] = new JsonObject { ["amount"] = 1 + random.Next(20_000), ["currency"] = order.Total.Currency };
        if (await DecideAsync(decision) is not { Status: 409 or 422 } || random.Next(2) == 0)
            return;

        // What cannot be granted is declined.
        decision["decision"] = OrderJson.Name(ClaimOutcome.Declined);
        decision.Remove("amount");
        await DecideAsync(decision);

        Task<Answer> DecideAsync(JsonObject body)
        {
            var json = body.ToJsonString();
            return Asking.AskAsync(
                life,
                order,
                $"claim-{body["decision"]}",
                app =>
                    HttpCall
                        .To(app)
                        .AsOperations()
                        .Json(json)
                        .SendAsync(request => app.Get<DecideClaim>().RunAsync(request, claimId, app.Client, CancellationToken.None)),
                claimId
            );
        }
    }

    /// <summary>Every open claim is granted: paid back, or sent again.</summary>
    /// <param name="tooMuch">More is paid back than the goods cost.</param>
    public static async Task GrantClaimsAsync(Life life, PlacedOrder order, Random random, bool tooMuch)
    {
        var view = await Asking.LookAsync(life, order);
        foreach (var claim in view.Claims.Where(claim => claim.Status == CaseStatus.Open))
        {
            var decision = new JsonObject
            {
                ["decision"] = OrderJson.Name(tooMuch || random.Next(2) == 0 ? ClaimOutcome.Refund : ClaimOutcome.Replacement),
                ["liability"] = OrderJson.Name(Liability.Shop),
                ["reason"] = "We are sorry.",
                ["by"] = By,
            };
            if (tooMuch)
            {
                var cost = claim.Lines.Sum(line => view.Lines.First(ordered => ordered.Sku == line.Sku).UnitPrice.Amount * line.Quantity);
                var more = 1 + random.Next(2000);

                // By mistake, or meant as a gift, and called one.
                if (random.Next(3) == 0)
                {
                    decision["amount"] = Money(cost + more);
                }
                else
                {
                    decision["amount"] = Money(cost);
                    decision["goodwill"] = Money(more);
                }
            }

            var body = decision.ToJsonString();
            await Asking.AskAsync(
                life,
                order,
                $"claim-{decision["decision"]}",
                app =>
                    HttpCall
                        .To(app)
                        .AsOperations()
                        .Json(body)
                        .SendAsync(request => app.Get<DecideClaim>().RunAsync(request, claim.ClaimId, app.Client, CancellationToken.None)),
                claim.ClaimId
            );
        }

        JsonObject Money(long amount) => new() { ["amount"] = amount, ["currency"] = order.Total.Currency };
    }

    public static async Task ReplyAsync(Life life, PlacedOrder order)
    {
        foreach (var open in (await Asking.LookAsync(life, order)).Requests.Where(filed => filed.Status == CaseStatus.Open))
            await ReplyAsync(life, order, open.RequestId);
    }

    public static Task ReplyAsync(Life life, PlacedOrder order, string requestId)
    {
        var body = new JsonObject { ["text"] = "Like this.", ["by"] = By }.ToJsonString();
        return Asking.AskAsync(
            life,
            order,
            "reply",
            app =>
                HttpCall
                    .To(app)
                    .AsOperations()
                    .Json(body)
                    .SendAsync(request => app.Get<ReplyToRequest>().RunAsync(request, requestId, app.Client, CancellationToken.None)),
            requestId
        );
    }

    /// <summary>What has come in the post is opened.</summary>
    public static async Task ReceiveReturnsAsync(Life life, PlacedOrder order)
    {
        foreach (var open in (await Asking.LookAsync(life, order)).Returns.Where(filed => filed.EndedAt is null))
            await InspectReturnAsync(life, order, open, evenIfMissing: false);
    }

    /// <param name="evenIfMissing">Nobody expects it any more: what did not come is missing.</param>
    public static async Task InspectReturnAsync(Life life, PlacedOrder order, ReturnView open, bool evenIfMissing)
    {
        var parcel = life.World.Carrier.Returns.Find(sent => sent.Rma == open.Rma && sent.Place == Place.Returned);
        if ((parcel is null && !evenIfMissing) || open.Address.Count == 0)
            return;
        var inspection = Look(
            life,
            order,
            open.Rma,
            () => Account(open.Lines.Where(line => line.Sku != Goods.Licence), parcel?.Contents ?? [])
        );
        var body = new JsonObject { ["lines"] = Lines(inspection.Lines), ["by"] = By }.ToJsonString();
        await InspectAsync(
            life,
            inspection,
            () =>
                Asking.AskAsync(
                    life,
                    order,
                    "inspect-return",
                    app =>
                        HttpCall
                            .To(app)
                            .AsOperations()
                            .Json(body)
                            .SendAsync(request => app.Get<InspectReturn>().RunAsync(request, open.Rma, app.Client, CancellationToken.None)),
                    open.Rma
                )
        );
    }

    /// <summary>Parcels that the carrier brought back are opened; what was in them is refunded, or goes out again.</summary>
    public static async Task InspectParcelsAsync(Life life, PlacedOrder order, Random random)
    {
        var view = await Asking.LookAsync(life, order);
        foreach (var parcel in view.Parcels.Where(parcel => parcel is { Status: ParcelStatus.Returned, Outcome: null, Waybill: not null }))
        {
            var really = life.World.Carrier.Parcels[parcel.Waybill!];
            var found =
                really.Place == Place.Returned
                    ? parcel
                        .Lines.SelectMany(line => Enumerable.Repeat(line.Sku, line.Quantity))
                        .Select(sku => new InspectedLine(
                            sku,
                            1,
                            random.Next(5) > 0 ? ReturnCondition.AsNew : Pick<ReturnCondition>(random)
                        ))
                    : [];
            var inspection = Look(
                life,
                order,
                parcel.Waybill!,
                () => Account(parcel.Lines, [.. found.Where(line => line.Condition != ReturnCondition.Missing)])
            );
            var then = random.Next(2) == 0 ? AfterInspection.Refund : AfterInspection.ShipAgain;
            var body = new JsonObject
            {
                ["lines"] = Lines(inspection.Lines),
                ["by"] = By,
                ["then"] = OrderJson.Name(then),
            }.ToJsonString();
            await InspectAsync(
                life,
                inspection,
                () =>
                    Asking.AskAsync(
                        life,
                        order,
                        "inspect-parcel",
                        app =>
                            HttpCall
                                .To(app)
                                .AsOperations()
                                .Json(body)
                                .SendAsync(request =>
                                    app.Get<ParcelOperations>()
                                        .InspectAsync(request, order.OrderNumber, parcel.Number, app.Client, CancellationToken.None)
                                ),
                        parcel.Waybill
                    )
            );
        }
    }

    /// <summary>
    /// A parcel that came back is opened, and what was found is written down twice: the same, or something else; at once, or when the first
    /// was taken.
    /// </summary>
    public static async Task InspectTwiceAsync(Life life, PlacedOrder order, Random random)
    {
        for (var looks = 0; looks < MostLooks && !order.IsOver; looks++)
        {
            var parcel = (await Asking.LookAsync(life, order)).Parcels.FirstOrDefault(parcel =>
                parcel is { Status: ParcelStatus.Returned, Outcome: null, Waybill: not null }
            );
            if (parcel is null)
            {
                await life.World.Clock.SleepAsync(_betweenLooks);
                continue;
            }

            InspectedLine[] other =
            [
                .. parcel.Lines.Select(line => new InspectedLine(line.Sku, line.Quantity, Pick<ReturnCondition>(random))),
            ];
            var first = InspectParcelsAsync(life, order, random);
            if (random.Next(2) == 0)
                await first;
            IReadOnlyList<InspectedLine> lines = life.World.Warehouse.WrittenAgain[parcel.Waybill!] =
                random.Next(2) == 0 && life.World.Warehouse.Inspections.TryGetValue(parcel.Waybill!, out var found) ? found.Lines : other;
            var body = new JsonObject
            {
                ["lines"] = Lines(lines),
                ["by"] = "ops-2",
                ["then"] = OrderJson.Name(AfterInspection.Refund),
            }.ToJsonString();
            await Asking.AskAsync(
                life,
                order,
                "inspect-again",
                app =>
                    HttpCall
                        .To(app)
                        .AsOperations()
                        .Json(body)
                        .SendAsync(request =>
                            app.Get<ParcelOperations>()
                                .InspectAsync(request, order.OrderNumber, parcel.Number, app.Client, CancellationToken.None)
                        ),
                parcel.Waybill
            );
            await first;
            return;
        }
    }

    /// <summary>Another waybill is wanted for what the carrier does not have.</summary>
    public static async Task VoidWaybillsAsync(Life life, PlacedOrder order)
    {
        foreach (
            var parcel in (await Asking.LookAsync(life, order)).Parcels.Where(parcel =>
                parcel is { Voided: false, Outcome: null, Waybill: not null, Status: ParcelStatus.LabelCreated }
            )
        )
        {
            const string body = $$"""{"reason":"Nobody comes for it.","by":"{{By}}"}""";
            await Asking.AskAsync(
                life,
                order,
                "void",
                app =>
                    HttpCall
                        .To(app)
                        .AsOperations()
                        .Json(body)
                        .SendAsync(request =>
                            app.Get<ParcelOperations>()
                                .VoidAsync(request, order.OrderNumber, parcel.Number, app.Client, CancellationToken.None)
                        ),
                parcel.Waybill
            );
        }
    }

    /// <summary>A delivery comes in for something that was ordered; its paper may be read twice.</summary>
    public static async Task ReceiveStockAsync(Life life, PlacedOrder order, Random random)
    {
        var lines = life.Script.Orders[order.Index].Lines;
        var sku = lines[random.Next(lines.Count)].Sku;
        var id = $"delivery-{life.World.Warehouse.Deliveries.Count + 1}";
        var delivery = life.World.Warehouse.Deliveries[id] = new Warehouse.Delivery(sku, 1 + random.Next(5));
        var body = new JsonObject
        {
            ["delivery"] = id,
            ["quantity"] = delivery.Quantity,
            ["by"] = By,
        }.ToJsonString();
        for (var times = 1 + random.Next(2); times > 0; times--)
        {
            var answer = await Asking.AskAsync(
                life,
                order,
                "receive",
                app =>
                    HttpCall
                        .To(app)
                        .AsOperations()
                        .Json(body)
                        .SendAsync(request => app.Get<ReceiveStock>().RunAsync(request, sku, CancellationToken.None)),
                id
            );
            delivery.IsTaken = answer.IsSuccess;
        }
    }

    public static async Task EraseCustomerAsync(Life life, PlacedOrder order, Random random)
    {
        var confirm = random.Next(3) > 0 ? "true" : "false";
        var body = $$"""{"confirm":{{confirm}},"by":"{{By}}","reason":"asked for"}""";
        await Asking.AskAsync(
            life,
            order,
            "erase",
            app =>
                HttpCall
                    .To(app)
                    .AsOperations()
                    .Json(body)
                    .SendAsync(request => app.Get<CustomerOperations>().EraseAsync(request, order.CustomerId, CancellationToken.None))
        );
    }

    public static Task CloseAlertAsync(Life life, PlacedOrder? order, string alertId, string kind) =>
        Asking.AskAsync(
            life,
            order,
            "close-alert",
            app =>
                HttpCall
                    .To(app)
                    .AsOperations()
                    .Json($$"""{"by":"{{By}}","note":"Looked at."}""")
                    .SendAsync(request => app.Get<AlertOperations>().CloseAsync(request, alertId, CancellationToken.None)),
            kind
        );

    // Goods are looked at once: what was found stays what it was, however often it is written down.
    private static Warehouse.Inspection Look(Life life, PlacedOrder order, string key, Func<IReadOnlyList<InspectedLine>> open)
    {
        var inspections = life.World.Warehouse.Inspections;
        return inspections.TryGetValue(key, out var known)
            ? known
            : inspections[key] = new Warehouse.Inspection(order.OrderId, key, open());
    }

    private static async Task InspectAsync(Life life, Warehouse.Inspection inspection, Func<Task<Answer>> ask)
    {
        var before = life.Answers.Count;
        var answer = await ask();
        if (answer.IsSuccess)
            inspection.IsTaken = true;
        else if (inspection.IsTaken is null && life.Answers.Skip(before).All(given => given.Id != inspection.Key || given.Status is < 500))
            inspection.IsTaken = false;
    }

    /// <summary>All that was expected: as it was found, or missing.</summary>
    private static IReadOnlyList<InspectedLine> Account(IEnumerable<ParcelLine> expected, IReadOnlyList<InspectedLine> found)
    {
        var lines = new List<InspectedLine>();
        foreach (var line in expected)
        {
            var units = found.Where(one => one.Sku == line.Sku).Take(line.Quantity).ToArray();
            lines.AddRange(units.GroupBy(unit => unit.Condition).Select(same => new InspectedLine(line.Sku, same.Count(), same.Key)));
            if (units.Length < line.Quantity)
                lines.Add(new InspectedLine(line.Sku, line.Quantity - units.Length, ReturnCondition.Missing));
        }

        return lines;
    }

    private static JsonArray Lines(IEnumerable<InspectedLine> lines) =>
        new([
            .. lines.Select(line => new JsonObject
            {
                ["sku"] = line.Sku,
                ["quantity"] = line.Quantity,
                ["condition"] = OrderJson.Name(line.Condition),
            }),
        ]);

    private static T Pick<T>(Random random)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return values[random.Next(values.Length)];
    }
}
