using System.Text.Json.Nodes;

namespace Integration.Tests.Http;

/// <summary>The order request of <c>openapi.yaml</c>, and ways to spoil it.</summary>
internal static class OrderRequests
{
    public static JsonObject Example(string customerId = "c-1001") =>
        JsonNode
            .Parse(
                $$"""
                {
                  "customer": { "id": "{{customerId}}", "name": "李雷", "email": "lilei@example.com", "phone": "+8613800138000", "locale": "zh-CN", "verified": true },
                  "lines": [ { "sku": "HW-PRO", "quantity": 1 } ],
                  "shipTo": { "recipient": "李雷", "phone": "+8613800138000", "country": "CN", "region": "广东省", "city": "深圳市", "line1": "科技园路 1 号", "postalCode": "518000" },
                  "shippingClass": "express",
                  "paymentMethod": "card",
                  "outOfStock": "ask",
                  "acceptDuties": false,
                  "expectedTotal": { "amount": 15900, "currency": "USD" }
                }
                """
            )!
            .AsObject();

    /// <summary>Puts a value where the path says: <c>lines[0].quantity</c>; without a value the member goes.</summary>
    public static JsonObject With(this JsonObject request, string path, string? json)
    {
        var parts = path.Replace("[0]", ".0", StringComparison.Ordinal).Split('.');
        JsonNode node = request;
        foreach (var part in parts[..^1])
            node = part == "0" ? node[0]! : node[part]!;
        if (parts[^1] == "0")
            node[0] = JsonNode.Parse(json!);
        else if (json is null)
            node.AsObject().Remove(parts[^1]);
        else
            node[parts[^1]] = JsonNode.Parse(json);
        return request;
    }
}
