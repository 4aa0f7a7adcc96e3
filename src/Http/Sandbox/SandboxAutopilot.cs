using System.Globalization;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Sandbox;

namespace Orders.Functions.Http.Sandbox;

/// <summary>
/// One step of the autopilot. Event ids follow from what the step is about, so that a repeated step is the same event; a webhook that says
/// no is tried again by the queue.
/// </summary>
public sealed class SandboxAutopilot(
    Autopilot autopilot,
    SandboxCarrierBooks books,
    SandboxCarrierDesk desk,
    SandboxClient client,
    SandboxSettings settings
)
{
    [Function(nameof(SandboxAutopilot))]
    public async Task RunAsync([QueueTrigger(AutopilotMessage.Queue)] string text, CancellationToken cancellation)
    {
        if (!settings.Autopilot)
            return;

        var message =
            JsonSerializer.Deserialize<AutopilotMessage>(text, OrderJson.Options) ?? throw new JsonException("The message is empty.");
        switch (message)
        {
            case { Kind: "pay" }:
                await PayAsync(message.OrderId, message.Reference, cancellation);
                break;
            case { Kind: "scan", Waybill: { } waybill }:
                await ScanAsync(message, waybill, cancellation);
                break;
            default:
                throw new JsonException($"The autopilot knows no step '{message.Kind}'.");
        }
    }

    private async Task PayAsync(string orderId, string reference, CancellationToken cancellation)
    {
        var eventId = reference.Length == 0 ? $"autopilot-{orderId}" : $"autopilot-{orderId}-{reference}";
        using var answer = await client.PostAsync(
            $"api/sandbox/payments/{Uri.EscapeDataString(orderId)}/pay",
            new { eventId },
            idempotencyKey: null,
            cancellation
        );

        // 404 and 409: the request was withdrawn meanwhile.
        if (answer.StatusCode is not (System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Conflict))
            answer.EnsureSuccessStatusCode();
    }

    private async Task ScanAsync(AutopilotMessage message, string waybill, CancellationToken cancellation)
    {
        if (message is { Step: > 0, Back: null } && await books.FindAsync(waybill, cancellation) is { Intercepted: true })
            message = message with { Back = message.Step };
        var road = message.Back is { } from ? [.. Autopilot.Road.Take(from), .. Autopilot.RoadBack] : Autopilot.Road;
        var (status, place) = road[message.Step];
        var eventId = string.Create(CultureInfo.InvariantCulture, $"autopilot-{waybill}-{message.Step}");
        var (known, accepted) = await desk.ScanAsync(waybill, eventId, new ScanToPost(status.WireName(), Place: place), cancellation);
        if (known is null or { Voided: true })
            return;
        if (!accepted)
            throw new HttpRequestException("The webhook did not take the scan.");
        if (message.Step + 1 < road.Count)
            await autopilot.NextAsync(message with { Step = message.Step + 1 }, cancellation);
    }
}
