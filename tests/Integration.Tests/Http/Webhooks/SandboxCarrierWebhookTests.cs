using System.Text;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Http.Webhooks;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Integrations.Webhooks;

namespace Integration.Tests.Http.Webhooks;

public sealed class SandboxCarrierWebhookTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly SandboxCarrierWebhook _adapter = new(
        SandboxSettings.From(
            new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { ["Sandbox:Enabled"] = "true", ["Sandbox:Secret"] = "s" })
                .Build()
        )
    );

    [Theory]
    [InlineData("label_created", ParcelStatus.LabelCreated)]
    [InlineData("picked_up", ParcelStatus.PickedUp)]
    [InlineData("in_transit", ParcelStatus.InTransit)]
    [InlineData("customs", ParcelStatus.Customs)]
    [InlineData("out_for_delivery", ParcelStatus.OutForDelivery)]
    [InlineData("attempt_failed", ParcelStatus.AttemptFailed)]
    [InlineData("available_for_pickup", ParcelStatus.AvailableForPickup)]
    [InlineData("exception", ParcelStatus.Exception)]
    [InlineData("returning", ParcelStatus.Returning)]
    [InlineData("returned", ParcelStatus.Returned)]
    [InlineData("delivered", ParcelStatus.Delivered)]
    public void Status_of_the_normal_form_is_read_by_its_name(string name, ParcelStatus status)
    {
        var reading = Assert.IsType<CarrierWebhook>(
            Read($$"""{"eventId":"e1","waybill":"SBX1","status":"{{name}}","reason":"lost","time":"2026-03-02T19:30:00+08:00"}""")
        );

        var scan = Assert.Single(reading.Update.Scans);
        Assert.Equal(new Scan("e1", new DateTimeOffset(2026, 3, 2, 19, 30, 0, TimeSpan.FromHours(8)), status, "lost", null, null), scan);
        Assert.Equal(TimeSpan.FromHours(8), scan.Time.Offset);
    }

    [Theory]
    [InlineData("""{"eventId":"e1","waybill":"SBX1","status":"preparing","time":"2026-03-02T12:00:00Z"}""")]
    [InlineData("""{"eventId":"e1","waybill":"SBX1","status":"teleported","time":"2026-03-02T12:00:00Z"}""")]
    [InlineData("""{"eventId":"e1","waybill":"SBX1","status":"delivered","time":"2026-03-02T12:00:00"}""")]
    [InlineData("""{"eventId":"","waybill":"SBX1","status":"delivered","time":"2026-03-02T12:00:00Z"}""")]
    [InlineData("""{"eventId":"e1","status":"delivered","time":"2026-03-02T12:00:00Z"}""")]
    [InlineData("""{"eventId":"e1","waybill":"SBX\ud800","status":"delivered","time":"2026-03-02T12:00:00Z"}""")]
    [InlineData("""{"eventId":""")]
    [InlineData("null")]
    public void Body_that_is_not_understood_goes_to_quarantine_with_a_reason(string body) =>
        Assert.NotEmpty(Assert.IsType<WebhookNotUnderstood>(Read(body)).Reason);

    [Theory]
    [InlineData("""{"eventId":"e1","waybill":"SBX1","status":"delivered","time":"2026-03-02T12:00:00Z","more":{"deep":[1]}}""")]
    [InlineData("""{"eventId":"e1","waybill":"SBX1","status":"delivered","time":"2026-03-02T12:00:00.000000000Z"}""")]
    [InlineData("""{"eventId":"e1","waybill":"SBX1","status":"delivered","time":"2026-03-02t12:00:00z"}""")]
    [InlineData(
        """{"eventId":"e1","waybill":"SBX1","status":"delivered","time":"2026-03-02T12:00:00Z","reason":"","place":" ","text":null}"""
    )]
    public void Scan_is_read_with_more_members_and_in_every_form_of_time(string body) =>
        Assert.Equal(
            [new Scan("e1", _now, ParcelStatus.Delivered, null, null, null)],
            Assert.IsType<CarrierWebhook>(Read(body)).Update.Scans
        );

    [Fact]
    public void Words_of_a_scan_are_brought_into_one_form()
    {
        var reading = Assert.IsType<CarrierWebhook>(
            Read(
                """{"eventId":"e1","waybill":"SBX1","status":"delivered","time":"2026-03-02T12:00:00Z","place":"Mu\u0308nchen\u00a0","text":"Left\nat\u200b door"}"""
            )
        );

        Assert.Equal(("München", "Left at door"), (reading.Update.Scans[0].Place, reading.Update.Scans[0].Text));
    }

    [Fact]
    public void Length_of_a_scans_words_is_counted_in_characters()
    {
        string Body(int length) =>
            $$"""{"eventId":"e1","waybill":"SBX1","status":"delivered","time":"2026-03-02T12:00:00Z","place":"{{string.Concat(Enumerable.Repeat("𠮷", length))}}"}""";

        Assert.IsType<CarrierWebhook>(Read(Body(200)));
        Assert.IsType<WebhookNotUnderstood>(Read(Body(201)));
    }

    [Fact]
    public void Wrong_signature_is_refused_before_anything_is_read() =>
        Assert.IsType<WebhookRefused>(
            _adapter.Read(
                new Dictionary<string, string> { ["Sandbox-Signature"] = TimedSignature.Sign("other", "{}"u8, _now) },
                "{}"u8.ToArray(),
                _now
            )
        );

    private WebhookReading Read(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return _adapter.Read(new Dictionary<string, string> { ["sandbox-signature"] = TimedSignature.Sign("s", bytes, _now) }, bytes, _now);
    }
}
