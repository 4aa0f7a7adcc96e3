using System.Text.Json.Nodes;
using Grpc.Core;
using Integration.Tests.Integrations.Sandbox;
using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Http.Webhooks;

public sealed class WebhookTests(AzuriteFixture azurite)
{
    private const string Payments = "/api/webhooks/payments/sandbox";
    private const string Carriers = "/api/webhooks/carriers/sandbox";

    private readonly SandboxWorld _world = new(azurite);
    private readonly string _order = AzuriteFixture.NewId();
    private readonly string _event = AzuriteFixture.NewId("evt");

    [Fact]
    public async Task Payment_of_an_order_that_has_not_started_is_kept_and_queued()
    {
        await PlacedAsync();

        var (status, body) = await _world.PostSignedAsync(Payments, Payment());

        Assert.Equal(200, status);
        Assert.Contains("accepted", body);
        var kept = (await _world.Stores.Inbox.FindAsync("payments-sandbox", $"sandbox:{_event}"))!;
        Assert.Equal(Payment(), System.Text.Encoding.UTF8.GetString([.. kept.Body]));
        Assert.Equal(_order, kept.Target.InstanceId);
        Assert.Contains(_world.Stores.Wire.Messages, message => message.Contains(_event, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Payment_is_kept_and_told_by_whoever_took_it()
    {
        await PlacedAsync();
        _world.Hub.Instances[_order] = OrchestrationRuntimeStatus.Running;

        var (status, _) = await _world.PostSignedAsync(Payments, Payment());

        Assert.Equal(200, status);
        Assert.NotNull(await _world.Stores.Inbox.FindDeliveryAsync("payments-sandbox", $"sandbox:{_event}"));
        var (instance, name, payload) = Assert.Single(_world.Hub.Raised);
        Assert.Equal((_order, OrderEvents.PaymentUpdate), (instance, name));
        Assert.Equal($"sandbox:{_event}", Assert.IsType<PaymentUpdate>(payload).EventId);
        Assert.DoesNotContain(_world.Stores.Wire.Messages, message => message.Contains(_event, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Payment_in_the_orders_first_moment_waits_for_its_first_step()
    {
        await JustPlacedAsync();
        _world.Hub.Instances[_order] = OrchestrationRuntimeStatus.Running;

        var posting = _world.PostSignedAsync(Payments, Payment());
        var toldBefore = _world.Hub.Raised.Count;
        await FirstStepAsync();
        await posting;

        Assert.Equal((0, 1), (toldBefore, _world.Hub.Raised.Count));
    }

    [Fact]
    public async Task Payment_that_cannot_be_told_at_once_is_left_to_the_pump()
    {
        await PlacedAsync();
        _world.Hub.Instances[_order] = OrchestrationRuntimeStatus.Running;
        _world.Hub.Fault = new RpcException(new Status(StatusCode.Unavailable, "The hub is away."));

        var (status, _) = await _world.PostSignedAsync(Payments, Payment());

        Assert.Equal(200, status);
        Assert.Empty(_world.Hub.Raised);
        Assert.Contains(_world.Stores.Wire.Messages, message => message.Contains(_event, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Payment_posted_again_has_no_second_effect()
    {
        await PlacedAsync();
        await _world.PostSignedAsync(Payments, Payment());

        var (status, body) = await _world.PostSignedAsync(Payments, Payment());

        Assert.Equal(200, status);
        Assert.Contains("duplicate", body);
    }

    [Fact]
    public async Task Event_id_that_comes_with_other_content_is_quarantined()
    {
        await PlacedAsync();
        await _world.PostSignedAsync(Payments, Payment());
        await _world.Stores.Inbox.SettleAsync("payments-sandbox", $"sandbox:{_event}", "delivered");

        var (status, body) = await _world.PostSignedAsync(Payments, Payment().Replace("15900", "100", StringComparison.Ordinal));

        Assert.Equal(202, status);
        Assert.Contains("quarantined", body);
        Assert.StartsWith($"event_id_reused: sandbox:{_event}", (await QuarantinedAsync()).Reason, StringComparison.Ordinal);
        Assert.Contains("duplicate", (await _world.PostSignedAsync(Payments, Payment())).Body);
    }

    [Fact]
    public async Task Event_id_that_comes_for_another_order_is_quarantined()
    {
        await PlacedAsync();
        await _world.PostSignedAsync(Payments, Payment());
        var other = AzuriteFixture.NewId();
        await _world.Stores.Orders.PlaceAsync(Samples.Place(Samples.Order(other)));

        var (status, _) = await _world.PostSignedAsync(Payments, Payment().Replace(_order, other, StringComparison.Ordinal));

        Assert.Equal(202, status);
        Assert.StartsWith("event_id_reused", (await QuarantinedAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payment_is_taken_only_from_the_provider_of_its_order()
    {
        await PlacedAsync(provider: "other");

        Assert.Equal(202, (await _world.PostSignedAsync(Payments, Payment())).Status);
        Assert.Equal(200, (await _world.PostSignedAsync("/api/webhooks/payments/other", Payment())).Status);

        Assert.Equal($"order_of_another_provider: {_order}", (await QuarantinedAsync()).Reason);
        Assert.Null(await _world.Stores.Inbox.FindAsync("payments-sandbox", $"sandbox:{_event}"));
        Assert.Equal(_order, (await _world.Stores.Inbox.FindAsync("payments-other", $"other:{_event}"))!.Target.OrderId);
    }

    [Fact]
    public async Task Scan_goes_to_the_parcel_of_its_waybill()
    {
        var waybill = AzuriteFixture.NewId("W");
        await _world.Stores.Waybills.BindAsync("sandbox", waybill, _order, 2, _world.Stores.Clock.Now);

        var (status, _) = await _world.PostSignedAsync(Carriers, Scan(waybill));

        Assert.Equal(200, status);
        Assert.Equal($"{_order}-p2", (await _world.Stores.Inbox.FindAsync("carriers-sandbox", $"sandbox:{_event}"))!.Target.InstanceId);
    }

    [Theory]
    [InlineData("spaces around it")]
    [InlineData("groups")]
    [InlineData("small letters")]
    [InlineData("full width")]
    public async Task Waybill_is_known_in_whatever_way_it_is_written(string written)
    {
        var waybill = AzuriteFixture.NewId("W").ToUpperInvariant();
        await _world.Stores.Waybills.BindAsync("sandbox", waybill, _order, 2, _world.Stores.Clock.Now);
        var posted = written switch
        {
            "groups" => $"{waybill[..4]} {waybill[4..]}",
            "small letters" => waybill.ToLowerInvariant(),
            "full width" => string.Concat(waybill.Select(c => char.IsAsciiLetterOrDigit(c) ? (char)(c + 0xFEE0) : c)),
            _ => $" {waybill} ",
        };

        Assert.Equal(200, (await _world.PostSignedAsync(Carriers, Scan(posted))).Status);
    }

    [Theory]
    [InlineData("method")]
    [InlineData("reference")]
    public async Task Empty_text_in_a_payment_is_as_if_it_were_absent(string member)
    {
        await PlacedAsync();
        var payment = JsonNode.Parse(Payment())!;
        payment[member] = " ";

        Assert.Equal(200, (await _world.PostSignedAsync(Payments, payment.ToJsonString())).Status);

        var target = (await _world.Stores.Inbox.FindAsync("payments-sandbox", $"sandbox:{_event}"))!.Target;
        Assert.False(target.Payload.TryGetProperty(member, out _));
    }

    [Fact]
    public async Task Scan_of_goods_that_come_back_goes_to_their_return()
    {
        var waybill = AzuriteFixture.NewId("W");
        Assert.True(await _world.Stores.Waybills.BindReturnAsync("sandbox", waybill, _order, "RMA-1", _world.Stores.Clock.Now));

        var (status, _) = await _world.PostSignedAsync(Carriers, Scan(waybill));

        Assert.Equal(200, status);
        Assert.Equal(
            CaseKinds.InstanceId(_order, CaseKind.Return, "RMA-1"),
            (await _world.Stores.Inbox.FindAsync("carriers-sandbox", $"sandbox:{_event}"))!.Target.InstanceId
        );
    }

    [Fact]
    public async Task Waybill_that_a_customer_named_wrongly_is_still_ours_to_book()
    {
        var (waybill, waybills) = (AzuriteFixture.NewId("W"), _world.Stores.Waybills);
        Assert.True(await waybills.BindReturnAsync("sandbox", waybill, "o-other", "RMA-1", _world.Stores.Clock.Now));

        await waybills.BindAsync("sandbox", waybill, _order, 1, _world.Stores.Clock.Now);

        Assert.Equal(new WaybillOwner(_order, 1, _world.Stores.Clock.Now), await waybills.FindAsync("sandbox", waybill));
        Assert.False(await waybills.BindReturnAsync("sandbox", waybill, "o-other", "RMA-1", _world.Stores.Clock.Now));
    }

    [Theory]
    [InlineData(0, "wrong-secret")]
    [InlineData(-6, SandboxWorld.Secret)]
    [InlineData(6, SandboxWorld.Secret)]
    public async Task Signature_that_does_not_hold_is_answered_with_401(int minutes, string secret)
    {
        await PlacedAsync();

        var (status, _) = await _world.PostSignedAsync(Payments, Payment(), _world.Stores.Clock.Now.AddMinutes(minutes), secret);

        Assert.Equal(401, status);
        Assert.Null(await _world.Stores.Inbox.FindAsync("payments-sandbox", $"sandbox:{_event}"));
        Assert.StartsWith("signature_", (await QuarantinedAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_without_any_signature_is_answered_with_401() =>
        Assert.Equal(401, (await _world.CallAsync("POST", Payments, "{}"u8.ToArray(), [])).Status);

    [Fact]
    public async Task Body_over_64_KiB_is_answered_with_413()
    {
        Assert.Equal(413, (await _world.PostSignedAsync(Payments, new string(' ', 65_537))).Status);
        Assert.Equal(202, (await _world.PostSignedAsync(Payments, new string(' ', 65_536))).Status);
    }

    [Theory]
    [InlineData("/api/webhooks/payments/nobody")]
    [InlineData("/api/webhooks/carriers/nobody")]
    public async Task Sender_that_nobody_knows_is_answered_with_404(string path) =>
        Assert.Equal(404, (await _world.PostSignedAsync(path, "{}")).Status);

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{ "eventId": 7, "orderId": "ORDER", "type": "succeeded", "amount": { "amount": 1, "currency": "USD" } }""")]
    [InlineData("""{ "eventId": "e", "orderId": "ORDER", "type": "won", "amount": { "amount": 1, "currency": "USD" } }""")]
    [InlineData("""{ "eventId": "e", "orderId": "ORDER", "type": 0, "amount": { "amount": 1, "currency": "USD" } }""")]
    [InlineData("""{ "eventId": "e", "orderId": "ORDER", "type": "succeeded", "amount": { "amount": -1, "currency": "USD" } }""")]
    [InlineData("""{ "eventId": "e", "orderId": "ORDER", "type": "succeeded", "amount": { "amount": 1.5, "currency": "USD" } }""")]
    [InlineData(
        """{ "eventId": "e", "orderId": "ORDER", "type": "succeeded", "amount": { "amount": 99999999999999999999, "currency": "USD" } }"""
    )]
    [InlineData("""{ "eventId": "e", "orderId": "ORDER", "type": "succeeded", "amount": { "amount": 1, "currency": "usd" } }""")]
    [InlineData("""{ "eventId": "e", "orderId": "ORDER", "type": "succeeded", "amount": { "amount": 1, "currency": "ZZZ" } }""")]
    [InlineData("""{ "eventId": "e", "orderId": "ORDER", "type": "succeeded", "amount": { "amount": 1 } }""")]
    [InlineData("""{ "eventId": "e", "orderId": "ORDER", "type": "succeeded" }""")]
    [InlineData("""{ "eventId": "", "orderId": "ORDER", "type": "succeeded", "amount": { "amount": 1, "currency": "USD" } }""")]
    [InlineData(
        """{ "eventId": "e", "eventId": "f", "orderId": "ORDER", "type": "succeeded", "amount": { "amount": 1, "currency": "USD" } }"""
    )]
    [InlineData("""{ "eventId": "e", "orderId": "UNKNOWN", "type": "succeeded", "amount": { "amount": 1, "currency": "USD" } }""")]
    public async Task Unusable_payment_is_quarantined_and_not_asked_for_again(string template)
    {
        await PlacedAsync();
        var body = template.Replace("ORDER", _order, StringComparison.Ordinal);

        var (status, _) = await _world.PostSignedAsync(Payments, body);

        Assert.Equal(202, status);
        Assert.DoesNotContain(_world.Stores.Wire.Messages, message => message.Contains(_order, StringComparison.Ordinal));
        Assert.Matches("^(body_|order_unknown)", (await QuarantinedAsync()).Reason);
    }

    [Theory]
    [InlineData(
        """{ "eventId": "EVENT", "orderId": "ORDER", "type": "succeeded", "amount": { "amount": 1, "currency": "USD", "scale": 2 }, "surprise": 1 }"""
    )]
    [InlineData("""{ "eventId": "EVENT", "orderId": "ORDER", "type": "succeeded", "amount": { "amount": 1.0, "currency": "USD" } }""")]
    [InlineData(
        """{ "eventId": "EVENT", "orderId": "ORDER", "type": "succeeded", "amount": { "amount": 1e0, "currency": "USD" }, "confirmations": 3.0 }"""
    )]
    public async Task Payment_with_more_members_or_other_numerals_is_taken(string template)
    {
        await PlacedAsync();
        var body = template.Replace("ORDER", _order, StringComparison.Ordinal).Replace("EVENT", _event, StringComparison.Ordinal);

        Assert.Equal(200, (await _world.PostSignedAsync(Payments, body)).Status);
        Assert.NotNull(await _world.Stores.Inbox.FindAsync("payments-sandbox", $"sandbox:{_event}"));
    }

    [Fact]
    public async Task Unknown_waybill_waits_in_quarantine_until_a_replay_delivers_it()
    {
        var waybill = AzuriteFixture.NewId("W");
        Assert.Equal(202, (await _world.PostSignedAsync(Carriers, Scan(waybill))).Status);
        var item = Assert.Single(await _world.Stores.Quarantine.ListAsync(), item => item.Reason == $"waybill_unknown: {waybill}");

        // Later than any signature lives: a replay counts from when it came.
        _world.Stores.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal(409, (await ReplayAsync(item.Id)).Status);
        await _world.Stores.Waybills.BindAsync("sandbox", waybill, _order, 1, item.ReceivedAt);
        Assert.Equal(200, (await ReplayAsync(item.Id)).Status);

        Assert.NotNull(await _world.Stores.Inbox.FindAsync("carriers-sandbox", $"sandbox:{_event}"));
        Assert.DoesNotContain(await _world.Stores.Quarantine.ListAsync(), left => left.Id == item.Id);
        Assert.Equal(404, (await ReplayAsync(item.Id)).Status);
    }

    [Fact]
    public async Task Delivery_that_is_of_no_use_is_discarded_and_named_by_whom()
    {
        var waybill = AzuriteFixture.NewId("W");
        await _world.PostSignedAsync(Carriers, Scan(waybill));
        var item = Assert.Single(await _world.Stores.Quarantine.ListAsync(), item => item.Reason == $"waybill_unknown: {waybill}");

        Assert.Equal(400, (await DiscardAsync(item.Id, "{}")).Status);
        Assert.Contains(await _world.Stores.Quarantine.ListAsync(), left => left.Id == item.Id);
        Assert.Equal(200, (await DiscardAsync(item.Id, """{ "by": "mei", "note": "not ours" }""")).Status);

        Assert.DoesNotContain(await _world.Stores.Quarantine.ListAsync(), left => left.Id == item.Id);
        Assert.Equal(404, (await DiscardAsync(item.Id, """{ "by": "mei" }""")).Status);
        Assert.Equal(404, (await ReplayAsync(item.Id)).Status);
    }

    [Fact]
    public async Task Quarantine_is_shown_with_the_key_of_operations_only()
    {
        Assert.Equal(401, (await _world.CallAsync("GET", "/api/ops/quarantine", [], [])).Status);
        Assert.Equal(401, (await _world.CallAsync("POST", "/api/ops/quarantine/x/replay", [], [])).Status);
        Assert.Equal(401, (await _world.CallAsync("POST", "/api/ops/quarantine/x/discard", [], [])).Status);
        Assert.Equal(
            200,
            (await _world.CallAsync("GET", "/api/ops/quarantine", [], new() { ["x-functions-key"] = SandboxWorld.OpsKey })).Status
        );
    }

    [Fact]
    public async Task Flood_of_bad_signatures_does_not_fill_the_storage()
    {
        var quarantine = new Quarantine(_world.Stores.Tables, _world.Stores.Clock);
        var source = AzuriteFixture.NewId("flood");

        for (var i = 0; i < 200; i++)
            await quarantine.AddRefusedAsync(
                source,
                "signature_wrong",
                System.Text.Encoding.UTF8.GetBytes($"{i}"),
                new Dictionary<string, string>()
            );

        Assert.Equal(60, (await quarantine.ListAsync()).Count(item => item.Source == source));
    }

    [Fact]
    public async Task Waybill_belongs_to_one_parcel()
    {
        var waybill = AzuriteFixture.NewId("W");
        await _world.Stores.Waybills.BindAsync("sandbox", waybill, _order, 1, _world.Stores.Clock.Now);
        await _world.Stores.Waybills.BindAsync("sandbox", waybill, _order, 1, _world.Stores.Clock.Now);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            _world.Stores.Waybills.BindAsync("sandbox", waybill, _order, 2, _world.Stores.Clock.Now)
        );
        Assert.Equal(new WaybillOwner(_order, 1, _world.Stores.Clock.Now), await _world.Stores.Waybills.FindAsync("sandbox", waybill));
        Assert.Null(await _world.Stores.Waybills.FindAsync("other", waybill));
    }

    /// <summary>Told late or early, dated by a wrong clock: what cannot have been scanned of this parcel is put away, and a person told.</summary>
    [Theory]
    [InlineData(-15, "time_before_booking")]
    [InlineData(-13, null)]
    [InlineData(13, null)]
    [InlineData(15, "time_in_future")]
    public async Task Scan_that_cannot_be_of_its_parcel_goes_to_quarantine(int hours, string? reason)
    {
        var (waybill, stores) = (AzuriteFixture.NewId("W"), _world.Stores);
        await PlacedAsync();
        await stores.Waybills.BindAsync("sandbox", waybill, _order, 1, stores.Clock.Now);

        var (status, _) = await _world.PostSignedAsync(Carriers, Scan(waybill, "delivered", stores.Clock.Now.AddHours(hours)));

        Assert.Equal(reason is null ? 200 : 202, status);
        Assert.Equal(reason is null, await stores.Inbox.FindAsync("carriers-sandbox", $"sandbox:{_event}") is not null);
        var put = (await stores.Quarantine.ListAsync())
            .Where(item => item.ReceivedAt == stores.Clock.Now)
            .Select(item => item.Reason.Split(':')[0]);
        Assert.Equal(reason is null ? [] : [reason], put);
        var alerts = (await stores.Alerts.OpenAsync()).Where(alert => alert.OrderId == _order).Select(alert => alert.Kind);
        Assert.Equal(reason is null ? [] : [AlertKind.ScanDoubted], alerts);
    }

    [Fact]
    public async Task Scan_of_a_return_from_before_it_was_granted_goes_to_quarantine()
    {
        var (waybill, stores) = (AzuriteFixture.NewId("W"), _world.Stores);
        await PlacedAsync();
        Assert.True(await stores.Waybills.BindReturnAsync("sandbox", waybill, _order, "RMA-1", stores.Clock.Now));

        Assert.Equal(202, (await _world.PostSignedAsync(Carriers, Scan(waybill, "delivered", stores.Clock.Now.AddDays(-3)))).Status);

        Assert.StartsWith("time_before_booking", (await QuarantinedAsync()).Reason, StringComparison.Ordinal);
    }

    private async Task PlacedAsync(string provider = "sandbox")
    {
        await JustPlacedAsync(provider);
        await FirstStepAsync();
    }

    private Task JustPlacedAsync(string provider = "sandbox")
    {
        // The quarantine is everybody's: what comes at this moment is this test's.
        _world.Stores.Clock.Now += TimeSpan.FromTicks(Random.Shared.NextInt64(TimeSpan.TicksPerDay));
        return _world.Stores.Orders.PlaceAsync(Samples.Place(Samples.Order(_order) with { PaymentProvider = provider }));
    }

    private Task FirstStepAsync() =>
        _world.Stores.Orders.RecordAsync(new Progress(_order, Samples.State(Samples.Order(_order), OrderStatus.InReview, 1)));

    private async Task<QuarantineItem> QuarantinedAsync() =>
        Assert.Single(await _world.Stores.Quarantine.ListAsync(), item => item.ReceivedAt == _world.Stores.Clock.Now);

    private Task<(int Status, string Body)> ReplayAsync(string id) =>
        _world.CallAsync("POST", $"/api/ops/quarantine/{id}/replay", [], new() { ["x-functions-key"] = SandboxWorld.OpsKey });

    private Task<(int Status, string Body)> DiscardAsync(string id, string body) =>
        _world.CallAsync(
            "POST",
            $"/api/ops/quarantine/{id}/discard",
            System.Text.Encoding.UTF8.GetBytes(body),
            new() { ["x-functions-key"] = SandboxWorld.OpsKey, ["Content-Type"] = "application/json" }
        );

    private string Payment() =>
        $$"""{ "eventId": "{{_event}}", "orderId": "{{_order}}", "type": "succeeded", "amount": { "amount": 15900, "currency": "USD" }, "method": "card" }""";

    private string Scan(string waybill, string status = "picked_up", DateTimeOffset? time = null) =>
        $$"""{ "eventId": "{{_event}}", "waybill": "{{waybill}}", "status": "{{status}}", "time": "{{time ?? _world.Stores.Clock.Now:yyyy-MM-ddTHH:mm:ssZ}}", "place": "深圳" }""";
}
