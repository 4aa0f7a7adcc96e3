using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Webhooks;

namespace Orders.Functions.Integrations.Sandbox;

/// <summary>
/// What the sandbox's carrier posts: <c>{ "eventId", "waybill", "status", "reason"?, "time", "place"?, "text"? }</c>, one scan at a time.
/// </summary>
public sealed class SandboxCarrierWebhook(SandboxSettings settings) : IWebhookAdapter
{
    public WebhookKind Kind => WebhookKind.Carriers;

    public string Name => "sandbox";

    public IReadOnlyList<string> Headers { get; } = [SandboxSettings.SignatureHeader];

    public WebhookReading Read(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        var signature = headers
            .FirstOrDefault(header => string.Equals(header.Key, SandboxSettings.SignatureHeader, StringComparison.OrdinalIgnoreCase))
            .Value;
        if (TimedSignature.Refusal(settings.Secrets, signature, body.Span, receivedAt) is { } refusal)
            return new WebhookRefused(refusal);

        try
        {
            return JsonSerializer.Deserialize<SandboxScan>(body.Span, OrderJson.Webhook) is { } scan
                ? Read(scan)
                : new WebhookNotUnderstood("body_empty");
        }
        catch (JsonException exception)
        {
            return new WebhookNotUnderstood($"body_invalid: {exception.Path ?? "$"}");
        }
    }

    private WebhookReading Read(SandboxScan scan)
    {
        if (scan.EventId.Length is 0 or > 100 || scan.Waybill.Length is 0 or > Waybills.Longest)
            return new WebhookNotUnderstood("body_id_length: eventId or waybill");
        if (IsLonger(scan.Reason, 100) || IsLonger(scan.Place, 200) || IsLonger(scan.Text, 500))
            return new WebhookNotUnderstood("body_text_length: reason, place or text");
        if (!ParcelStatuses.TryParseScan(scan.Status, out var status))
            return new WebhookNotUnderstood("status_unknown");
        if (!scan.TryReadTime(out var time))
            return new WebhookNotUnderstood("time_invalid: ISO 8601 with an offset is wanted");
        return new CarrierWebhook(scan.Waybill, new CarrierUpdate($"{Name}:{scan.EventId}", [scan.Read(time, status)]));
    }

    private static bool IsLonger(string? text, int most) => text is not null && TextInput.Length(text) > most;
}
