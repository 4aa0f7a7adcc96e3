using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Soak.Harness;

/// <summary>The customer at the payment page, the driver of the van, and both companies' books.</summary>
internal sealed class SandboxCompany(HttpClient http)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Pays at the payment provider, all that is due unless said otherwise; the company posts its webhook.</summary>
    public Task<Answer> PayAsync(
        string orderId,
        long? amount = null,
        string currency = "USD",
        string? eventId = null,
        int? confirmations = null
    ) =>
        PostAsync(
            $"api/sandbox/payments/{orderId}/pay",
            JsonSerializer.Serialize(
                new
                {
                    eventId,
                    amount = amount is null ? null : new { amount, currency },
                    confirmations,
                },
                Web
            )
        );

    /// <summary>Scans a parcel at the carrier, which posts its webhook.</summary>
    public Task<Answer> ScanAsync(
        string waybill,
        string status,
        string? eventId = null,
        string? reason = null,
        string place = "Shenzhen"
    ) =>
        PostAsync(
            $"api/sandbox/carrier/{waybill}/scan",
            JsonSerializer.Serialize(
                new
                {
                    status,
                    eventId,
                    reason,
                    place,
                },
                Web
            )
        );

    /// <summary>What the payment provider knows of an order: <c>captures</c>, <c>refunds</c>.</summary>
    public Task<JsonNode> PaymentsAsync(string orderId) => GetAsync($"api/sandbox/payments/{orderId}");

    /// <summary>What the carrier knows of a waybill.</summary>
    public Task<JsonNode> WaybillAsync(string waybill) => GetAsync($"api/sandbox/carrier/{waybill}");

    /// <summary>A webhook by hand, with whatever is wrong with it.</summary>
    public Task<Answer> PaymentWebhookAsync(
        string body,
        string secret = App.SandboxSecret,
        TimeSpan age = default,
        string? header = null
    ) => WebhookAsync("payments/sandbox", body, header ?? Sign(body, secret, age));

    /// <inheritdoc cref="PaymentWebhookAsync"/>
    public Task<Answer> CarrierWebhookAsync(string body) => WebhookAsync("carriers/sandbox", body, Sign(body, App.SandboxSecret, default));

    public static string Paid(string orderId, long amount, string currency = "USD", string? eventId = null) =>
        JsonSerializer.Serialize(
            new
            {
                eventId = eventId ?? $"evt_{Guid.NewGuid():N}",
                orderId,
                type = "succeeded",
                amount = new { amount, currency },
                method = "card",
            },
            Web
        );

    /// <summary>The signature of a body, as the company would send it now.</summary>
    public static string Header(string body) => Sign(body, App.SandboxSecret, default);

    private static string Sign(string body, string secret, TimeSpan age)
    {
        var time = (DateTimeOffset.UtcNow - age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}"));
        return $"t={time},v1={Convert.ToHexStringLower(signature)}";
    }

    private async Task<Answer> WebhookAsync(string sender, string body, string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"api/webhooks/{sender}", UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (header.Length > 0)
            request.Headers.Add("Sandbox-Signature", header);
        using var response = await http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    private async Task<Answer> PostAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-functions-key", App.StorefrontKey);
        using var response = await http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        return (await Answer.ReadAsync(response)).Expect(HttpStatusCode.OK).Json;
    }
}
