using CsCheck;
using Microsoft.Extensions.Configuration;
using Orders.Functions.Http.Webhooks;
using Orders.Functions.Integrations.Sandbox;
using Orders.Functions.Integrations.Webhooks;

namespace Integration.Tests.Http.Webhooks;

/// <summary>Whatever a sender posts is read, not understood, or not theirs.</summary>
public sealed class AdapterPropertyTests
{
    private const string Secret = "s";
    private static readonly DateTimeOffset _now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly SandboxSettings _settings = SandboxSettings.From(
        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Sandbox:Enabled"] = "true", ["Sandbox:Secret"] = Secret })
            .Build()
    );

    private static readonly byte[] _payment =
        """{"eventId":"e1","orderId":"o1","type":"succeeded","amount":{"amount":15900,"currency":"USD"},"method":"card","confirmations":3,"reference":"r1"}"""u8.ToArray();
    private static readonly byte[] _scan =
        """{"eventId":"e1","waybill":"SBX1","status":"delivered","reason":"lost","time":"2026-03-02T19:30:00+08:00","place":"Shenzhen","text":"On its way"}"""u8.ToArray();

    [Fact]
    public void Any_signed_body_is_read_or_not_understood() =>
        Mutations
            .Of(_payment, _scan)
            .Sample(
                body =>
                {
                    foreach (var adapter in (IWebhookAdapter[])[new SandboxPaymentWebhook(_settings), new SandboxCarrierWebhook(_settings)])
                    {
                        switch (Read(adapter, body, TimedSignature.Sign(Secret, body, _now)))
                        {
                            case PaymentWebhook(var orderId, var update, _):
                                Assert.True(
                                    update.Amount.Amount > 0
                                        && orderId!.Length is >= 1 and <= 200
                                        && update.EventId.Length is > 8 and <= 208
                                );
                                break;
                            case CarrierWebhook(var waybill, var update):
                                Assert.True(waybill.Length is >= 1 and <= 60 && update.Scans.Count == 1);
                                break;
                            default:
                                break;
                            case WebhookRefused refused:
                                Assert.Fail(refused.Reason);
                                break;
                        }
                    }
                },
                iter: 2000
            );

    [Fact]
    public void Signature_that_was_touched_is_refused()
    {
        var right = TimedSignature.Sign(Secret, _scan, _now);
        Mutations
            .Of(right)
            .Where(header => !SaysTheSame(header, right))
            .Sample(header => Assert.IsType<WebhookRefused>(Read(new SandboxCarrierWebhook(_settings), _scan, header)), iter: 2000);
    }

    [Fact]
    public void Body_that_was_touched_is_refused()
    {
        var header = TimedSignature.Sign(Secret, _payment, _now);
        Mutations
            .Of(_payment)
            .Where(body => !body.AsSpan().SequenceEqual(_payment))
            .Sample(body => Assert.IsType<WebhookRefused>(Read(new SandboxPaymentWebhook(_settings), body, header)), iter: 1000);
    }

    // Order, spaces and what is beside them do not matter; of more than one time none is believed.
    private static bool SaysTheSame(string header, string right) =>
        right.Split(',').All(part => header.Split(',').Select(said => said.Trim()).Contains(part, StringComparer.OrdinalIgnoreCase));

    private static WebhookReading Read(IWebhookAdapter adapter, byte[] body, string header) =>
        adapter.Read(
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [SandboxSettings.SignatureHeader] = header },
            body,
            _now
        );
}
