using System.Text.Json;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Integrations.Webhooks;

namespace Orders.Functions.Integrations.Sandbox;

/// <summary>What the sandbox's payment provider posts to us.</summary>
public sealed class SandboxPaymentWebhook(SandboxSettings settings) : IWebhookAdapter
{
    private const int LongestId = 200;
    private const int LongestMethod = 40;

    /// <summary>No order comes near it; sums of such amounts still fit.</summary>
    private const long LargestAmount = 100_000_000_00;

    public WebhookKind Kind => WebhookKind.Payments;

    public string Name => "sandbox";

    public IReadOnlyList<string> Headers { get; } = [SandboxSettings.SignatureHeader];

    public WebhookReading Read(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        if (
            TimedSignature.Refusal(settings.Secrets, headers.GetValueOrDefault(SandboxSettings.SignatureHeader), body.Span, receivedAt) is
            { } refusal
        )
            return new WebhookRefused(refusal);

        SandboxPaymentEvent posted;
        try
        {
            posted = JsonSerializer.Deserialize<SandboxPaymentEvent>(body.Span, OrderJson.Webhook) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            // Where, not what: the body may hold anything.
            return new WebhookNotUnderstood($"body_not_understood: at {e.Path ?? "$"}, line {e.LineNumber ?? 0}");
        }

        return Complaint(posted) is { } complaint
            ? new WebhookNotUnderstood($"body_not_understood: {complaint}")
            : new PaymentWebhook(
                posted.OrderId,
                new(
                    $"{Name}:{posted.EventId}",
                    Name,
                    posted.Type,
                    posted.Amount,
                    TextInput.OneLine(posted.Method) is { } method ? TextInput.Cut(method, LongestMethod) : null,
                    posted.Confirmations,
                    Reference(posted)
                )
            );
    }

    private static string? Complaint(SandboxPaymentEvent posted) =>
        posted.EventId.Length is 0 or > LongestId ? "eventId is empty or too long"
        : posted.OrderId.Length is 0 or > LongestId ? "orderId is empty or too long"
        : posted.Reference is { Length: > LongestId } ? "reference is too long"
        : posted.Amount.Currency is not { } currency || !Currencies.IsKnown(currency) ? "amount.currency is no ISO 4217 code"
        : posted.Amount.Amount is <= 0 or > LargestAmount ? "amount.amount is not positive, or more than any order"
        : posted.Confirmations < 0 ? "confirmations is negative"
        : null;

    /// <summary>Blank is as if it were absent: money does not wait for a text.</summary>
    private static string? Reference(SandboxPaymentEvent posted) => string.IsNullOrWhiteSpace(posted.Reference) ? null : posted.Reference;
}
