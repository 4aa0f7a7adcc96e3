using System.Text;
using System.Text.Json;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Webhooks;

namespace Orders.Functions.Integrations.Carriers;

/// <summary>What EasyPost posts: the whole tracker each time it changes (https://docs.easypost.com/docs/webhooks).</summary>
public sealed class EasyPostWebhook(EasyPostSettings settings) : IWebhookAdapter
{
    private const string Header = "X-Hmac-Signature";
    private const string Scheme = "hmac-sha256-hex=";

    public WebhookKind Kind => WebhookKind.Carriers;

    public string Name => EasyPostCarrier.CarrierName;

    public IReadOnlyList<string> Headers { get; } = [Header];

    public WebhookReading Read(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        // The key is the text of the secret, in the form NFKD.
        var keys = settings.WebhookSecrets.Select(secret => Encoding.UTF8.GetBytes(secret.Normalize(NormalizationForm.FormKD)));
        if (BodySignature.Refusal(keys, Scheme, headers.GetValueOrDefault(Header), body.Span) is { } refusal)
            return new WebhookRefused(refusal);
        try
        {
            return JsonSerializer.Deserialize<EasyPostEvent>(body.Span, CarrierApi.SnakeCase) is { Id.Length: > 0 } told
                ? Read(told)
                : new WebhookNotUnderstood("body_invalid: id");
        }
        catch (JsonException e)
        {
            return new WebhookNotUnderstood($"body_invalid: {e.Path ?? "$"}");
        }
    }

    private WebhookReading Read(EasyPostEvent told)
    {
        if (told.Description is not ("tracker.created" or "tracker.updated"))
            return new NothingToTell();
        if (told.Mode != (settings.IsLive ? "production" : "test"))
            return new WebhookNotUnderstood("mode_differs");
        if (
            told.Result?.Deserialize<EasyPostTracker>(CarrierApi.SnakeCase)
            is not { TrackingCode: { Length: > 0 and <= Waybills.Longest } code } tracker
        )
            return new WebhookNotUnderstood("body_invalid: $.result.tracking_code");
        var scans = EasyPostScans.Of(tracker);
        return scans.Count == 0 ? new NothingToTell() : new CarrierWebhook(code, new CarrierUpdate($"{Name}:{told.Id}", scans));
    }
}
