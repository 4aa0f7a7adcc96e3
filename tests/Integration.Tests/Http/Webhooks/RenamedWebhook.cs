using Orders.Functions.Integrations.Webhooks;

namespace Integration.Tests.Http.Webhooks;

/// <summary>A second payment provider that speaks like the first, under a name of its own.</summary>
internal sealed class RenamedWebhook(string name, IWebhookAdapter adapter) : IWebhookAdapter
{
    public WebhookKind Kind => adapter.Kind;

    public string Name => name;

    public IReadOnlyList<string> Headers => adapter.Headers;

    public WebhookReading Read(IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        var reading = adapter.Read(headers, body, receivedAt);
        return reading is PaymentWebhook { Update: var update } payment
            ? payment with
            {
                Update = update with { EventId = $"{name}:{update.EventId.Split(':', 2)[1]}", Provider = name },
            }
            : reading;
    }
}
