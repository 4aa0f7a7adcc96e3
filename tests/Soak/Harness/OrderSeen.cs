using System.Text.Json.Nodes;

namespace Soak.Harness;

/// <summary>The order view as a storefront reads it: by the names of the contract, not by our own types.</summary>
internal sealed class OrderSeen(JsonNode view)
{
    public JsonNode View => view;

    public string Id => Text("orderId");

    public string Number => Text("orderNumber");

    public string Status => Text("status");

    public long Total => Amount("total");

    public long Due => Amount("amountDue");

    public long Paid => Amount("paid");

    public long Refunded => Amount("refunded");

    public string? Waybill => (string?)Parcel?["waybill"];

    public string? TrackingUrl => (string?)Parcel?["trackingUrl"];

    public bool IsVoided => (bool?)Parcel?["voided"] ?? false;

    public bool IsFinal => Status is "closed" or "cancelled" or "refunded" or "failed";

    public IReadOnlyList<string> CancelReasons =>
        [.. (view["cancellation"]?["reasons"] as JsonArray ?? []).Select(reason => (string)reason!["code"]!)];

    private JsonNode? Parcel => (view["parcels"] as JsonArray)?.FirstOrDefault();

    public override string ToString() => view.ToJsonString();

    private string Text(string name) => (string?)view[name] ?? throw new InvalidOperationException($"The order view has no {name}: {this}");

    private long Amount(string name) =>
        (long?)view[name]?["amount"] ?? throw new InvalidOperationException($"The order view has no {name}: {this}");
}
