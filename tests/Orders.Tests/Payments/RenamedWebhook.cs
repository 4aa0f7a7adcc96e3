using Orders.Functions.Integrations.Webhooks;

namespace Orders.Tests.Payments;

/// <summary>A second payment company that speaks like the first, under a name of its own.</summary>
internal sealed class RenamedWebhook(string name, IWebhookAdapter adapter) : IWebhookAdapter
{
    public WebhookKind Kind => adapter.Kind;

    public string Name => name;

    public IReadOnlyList<string> Headers => adapter.Headers;

    public WebhookReading Read(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt) => adapter.Read(headers, body, receivedAt) switch
    {
        PaymentWebhook payment => payment with { Update = payment.Update with { EventId = payment.Update.EventId.Replace($"{adapter.Name}:", $"{name}:", StringComparison.Ordinal), Provider = name } },
        var reading => reading,
    };
}
