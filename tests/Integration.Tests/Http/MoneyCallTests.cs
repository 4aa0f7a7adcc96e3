using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http.Operations;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Messaging;

namespace Integration.Tests.Http;

public sealed class MoneyCallTests(Face face) : IClassFixture<Face>
{
    [Fact]
    public async Task Simulated_cancel_pays_back_all_that_was_paid_and_changes_nothing()
    {
        var orderId = await PaidAsync(OrderStatus.AwaitingPayment);

        var answer = await SimulateAsync(orderId, """{ "for": "cancel" }""");

        Assert.Equal(200, answer.Status);
        Assert.True(answer.Body.GetProperty("possible").GetBoolean());
        Assert.Equal(15900, answer.Body.GetProperty("refund").GetProperty("amount").GetInt64());
        Assert.Equal(15900, (await face.Orders.FindAsync(orderId))!.State.Captured.Amount);
    }

    [Fact]
    public async Task Simulated_cancel_promises_nothing_of_what_the_bank_took()
    {
        var orderId = await PaidAsync(OrderStatus.AwaitingPayment);
        var state = (await face.Orders.FindAsync(orderId))!.State;
        await face.Orders.RecordAsync(
            new Progress(orderId, state with { Sequence = state.Sequence + 1, Disputed = new Money(10000, "USD") })
        );

        var answer = await SimulateAsync(orderId, """{ "for": "cancel" }""");

        Assert.Equal(5900, answer.Body.GetProperty("refund").GetProperty("amount").GetInt64());
    }

    [Theory]
    [InlineData("""{ "decision": "release", "by": "wang" }""", 409)]
    [InlineData("""{ "decision": "maybe", "by": "wang" }""", 400)]
    public async Task Order_that_is_not_held_cannot_be_released(string json, int status)
    {
        var orderId = await PaidAsync(OrderStatus.Preparing);
        var request = face.Request("post", json, headers: ("x-functions-key", "ops"));

        var answer = await face.AnswerAsync(
            await face.Get<DecideHold>().RunAsync(request, orderId, face.Hub.Client, default),
            request,
            "/api/ops/orders/{orderId}/hold"
        );

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Simulated_cancel_of_what_the_carrier_has_keeps_the_shipping()
    {
        var answer = await SimulateAsync(await PaidAsync(OrderStatus.InTransit), """{ "for": "cancel" }""");

        Assert.Equal((true, "carrier_is_asked"), (answer.Body.GetProperty("possible").GetBoolean(), answer.Text("reason")));
        Assert.Equal(12900, answer.Body.GetProperty("refund").GetProperty("amount").GetInt64());
    }

    [Fact]
    public async Task Simulated_claim_of_a_line_pays_its_price_and_not_the_shipping()
    {
        var orderId = await PaidAsync(OrderStatus.Delivered);

        var answer = await SimulateAsync(orderId, """{ "for": "claim", "lines": [{ "sku": "HW-PRO", "quantity": 1 }] }""");

        Assert.Equal(12900, answer.Body.GetProperty("refund").GetProperty("amount").GetInt64());
    }

    [Fact]
    public async Task Simulated_return_says_what_used_goods_would_bring()
    {
        var orderId = await PaidAsync(OrderStatus.Delivered, lines: """[{ "sku": "AC-CASE", "quantity": 2 }]""");

        var answer = await SimulateAsync(orderId, """{ "for": "return", "lines": [{ "sku": "AC-CASE", "quantity": 1 }] }""");

        Assert.Equal(1900, answer.Body.GetProperty("refund").GetProperty("amount").GetInt64());
        Assert.Equal(950, answer.Body.GetProperty("ifUsed").GetProperty("amount").GetInt64());
    }

    [Fact]
    public async Task Simulated_change_counts_what_shipping_becomes_less()
    {
        var orderId = await PaidAsync(OrderStatus.AwaitingStockDecision, lines: """[{ "sku": "AC-STEEL", "quantity": 4 }]""");

        var answer = await SimulateAsync(orderId, """{ "for": "change", "lines": [{ "sku": "AC-STEEL", "quantity": 2 }] }""");

        // Two of four plates, and of 1,400 g only 700 g to carry: one step of 800 less.
        Assert.Equal(
            ["AC-STEEL 9800", "shipping 800"],
            answer
                .Body.GetProperty("parts")
                .EnumerateArray()
                .Select(part => $"{part.GetProperty("what").GetString()} {part.GetProperty("amount").GetProperty("amount").GetInt64()}")
        );
    }

    [Theory]
    [InlineData("""{ "for": "fun" }""", "for")]
    [InlineData("""{ "for": "change" }""", "lines")]
    [InlineData("""{ "for": "claim", "lines": [{ "sku": "AC-CABLE", "quantity": 1 }] }""", "lines[0].sku")]
    [InlineData("""{ "for": "claim", "lines": [{ "sku": "HW-PRO", "quantity": 2 }] }""", "lines[0].quantity")]
    public async Task Simulation_of_what_is_not_in_the_order_is_refused(string json, string field)
    {
        var answer = await SimulateAsync(await PaidAsync(OrderStatus.Delivered), json);

        Assert.Equal(400, answer.Status);
        Assert.Equal([field], answer.Errors);
    }

    /// <summary>Without the cable the tax is ours to collect: more than the cable costs. The customer is asked, by a change.</summary>
    [Fact]
    public async Task Simulation_knows_that_dropping_a_line_would_cost_more()
    {
        var orderId = await PaidAsync(
            OrderStatus.CheckingStock,
            lines: """[{ "sku": "HW-PRO", "quantity": 1 }, { "sku": "AC-POWER", "quantity": 1 }, { "sku": "AC-CABLE", "quantity": 1 }]""",
            abroad: true
        );

        var cable = await SimulateAsync(orderId, """{ "for": "cancel", "lines": [{ "sku": "AC-CABLE", "quantity": 1 }] }""");
        var change = await SimulateAsync(orderId, """{ "for": "change", "lines": [{ "sku": "AC-CABLE", "quantity": 1 }] }""");

        Assert.False(cable.Body.GetProperty("possible").GetBoolean());
        Assert.Equal("change_costs_more", cable.Body.GetProperty("reason").GetString());
        Assert.True(change.Body.GetProperty("possible").GetBoolean());
    }

    [Fact]
    public async Task Refund_of_an_ended_order_is_settled_by_hand_once()
    {
        var orderId = await PaidAsync(OrderStatus.Cancelled);
        var asked = new LedgerEntry(
            "refund:late:evt:requested",
            LedgerKind.RefundRequested,
            new Money(15900, "USD"),
            face.Time.GetUtcNow(),
            null
        );
        await face.Orders.AppendLedgerAsync(orderId, asked);
        var task = RefundAlerts.Of(orderId, "late:evt");
        await face.Get<OpsAlerts>().RaiseAsync(task, AlertKind.RefundInKind, orderId, task);
        Assert.True(await IsOpenAsync(task));
        const string Json = """{ "decision": "paid", "key": "late:evt", "reference": "tx-1", "by": "wang" }""";

        var first = await DecideAsync(orderId, Json);
        var again = await DecideAsync(orderId, Json);
        var other = await DecideAsync(orderId, Json.Replace("tx-1", "tx-2", StringComparison.Ordinal));

        Assert.Equal((200, 200, 409), (first.Status, again.Status, other.Status));
        Assert.False(await IsOpenAsync(task));
        Assert.Single(await face.Orders.TimelineAsync(orderId), told => told.Kind == TimelineKind.RefundSettled);
        Assert.Equal(15900, Ledgers.Refunded((await face.Orders.FindAsync(orderId))!.Ledger, "USD").Amount);
    }

    [Theory]
    [InlineData("""{ "decision": "paid", "key": "cancel", "by": "wang" }""", "reference")]
    [InlineData("""{ "decision": "maybe", "key": "cancel", "reference": "x", "by": "wang" }""", "decision")]
    public async Task Refund_decision_needs_all_it_says(string json, string field)
    {
        var answer = await DecideAsync(await PaidAsync(OrderStatus.Cancelling), json);

        Assert.Equal(400, answer.Status);
        Assert.Equal([field], answer.Errors);
    }

    [Fact]
    public async Task Refund_address_is_taken_only_while_a_crypto_refund_waits()
    {
        var orderId = await PaidAsync(OrderStatus.Cancelling, "crypto");
        Assert.Equal(409, await AddressAsync(orderId));

        await face.Orders.AppendLedgerAsync(
            orderId,
            new LedgerEntry("refund:cancel:requested", LedgerKind.RefundRequested, new Money(15900, "USD"), face.Time.GetUtcNow(), null)
        );
        await face.Get<OpsAlerts>().RaiseAsync(orderId, AlertKind.RefundInKind, orderId, "Send it.");
        Assert.Equal("Send it. The customer has not given an address yet.", await WorkAsync());
        Assert.Equal(204, await AddressAsync(orderId));
        Assert.Equal("Send it. The customer has given an address.", await WorkAsync());

        var record = (await face.Orders.FindAsync(orderId))!;
        Assert.Equal(
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            await face.Get<ContactStore>().FindRefundAddressAsync(record.Order.CustomerId, orderId)
        );

        async Task<string> WorkAsync() =>
            (await face.Get<WorkQueues>().ListAsync(WorkQueue.Refunds, default)).Single(item => item.OrderId == orderId).What;
    }

    [Theory]
    [InlineData("<b>bc1qw508d6qejxtdg4y5r3zarvary0c5xw7</b>")]
    [InlineData("bc1q w508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData("bc1q")]
    public async Task Refund_address_that_no_wallet_has_is_refused(string address)
    {
        var orderId = await PaidAsync(OrderStatus.Cancelling, "crypto");

        Assert.Equal(400, await AddressAsync(orderId, address));
    }

    private async Task<bool> IsOpenAsync(string task) => (await face.Get<OpsAlerts>().OpenAsync()).Any(alert => alert.Text == task);

    private async Task<string> PaidAsync(OrderStatus status, string method = "card", string? lines = null, bool abroad = false)
    {
        var customer = AzuriteFixture.NewId("c");
        var example = OrderRequests.Example(customer).With("paymentMethod", $"\"{method}\"");
        if (lines is not null)
            example = example.With("lines", lines).With("expectedTotal", null);
        if (abroad)
            example = example
                .With(
                    "shipTo",
                    """{ "recipient": "Li Lei", "phone": "+447911123456", "country": "GB", "city": "London", "line1": "1 Hollow Lane", "postalCode": "SW1A 1AA" }"""
                )
                .With("acceptDuties", "true");
        var orderId = (await face.PlaceAsync(example.ToJsonString(), AzuriteFixture.NewId("k"))).Text("orderId");
        var placed = (await face.Orders.FindAsync(orderId))!;
        var paid = placed.Order.Total;
        var state = placed.State with { Sequence = 5, Status = status, Captured = paid };
        await face.Orders.RecordAsync(
            new Progress(orderId, state) { Ledger = [new LedgerEntry("capture:1", LedgerKind.Captured, paid, face.Time.GetUtcNow(), "1")] }
        );
        return orderId;
    }

    private async Task<Face.Answer> SimulateAsync(string orderId, string json)
    {
        var request = face.Request("post", json);
        return await face.AnswerAsync(
            await face.Get<SimulateRefund>().RunAsync(request, orderId, default),
            request,
            "/api/orders/{orderId}/refund-simulation"
        );
    }

    private async Task<Face.Answer> DecideAsync(string orderId, string json)
    {
        var request = face.Request("post", json, headers: ("x-functions-key", "ops"));
        return await face.AnswerAsync(
            await face.Get<DecideRefund>().RunAsync(request, orderId, face.Hub.Client, default),
            request,
            "/api/ops/orders/{orderId}/refunds"
        );
    }

    private async Task<int> AddressAsync(string orderId, string address = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")
    {
        var request = face.Request("post", $$"""{ "address": "{{address}}" }""");
        var result = await face.Get<GiveRefundAddress>().RunAsync(request, orderId, default);
        await result.ExecuteAsync(request.HttpContext);
        return request.HttpContext.Response.StatusCode;
    }
}
