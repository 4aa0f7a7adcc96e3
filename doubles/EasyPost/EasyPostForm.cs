using System.Text.Json;
using System.Text.Json.Nodes;

namespace Doubles.EasyPost;

/// <summary>
/// What a new shipment has to say. EasyPost passes over fields that it does not know; here they are refused, so that a misspelt one is found.
/// </summary>
internal static class EasyPostForm
{
    private static readonly string[] _address =
    [
        "name",
        "company",
        "street1",
        "street2",
        "city",
        "state",
        "zip",
        "country",
        "phone",
        "email",
    ];
    private static readonly string[] _item =
    [
        "description",
        "quantity",
        "value",
        "currency",
        "weight",
        "hs_tariff_number",
        "origin_country",
        "code",
    ];
    private static readonly string[] _customs =
    [
        "contents_type",
        "customs_certify",
        "customs_signer",
        "non_delivery_option",
        "restriction_type",
        "customs_items",
    ];

    /// <summary>What is wrong with it; null if nothing is.</summary>
    public static string? Complaint(string body, out JsonObject? draft)
    {
        draft = null;
        try
        {
            draft = JsonNode.Parse(body)?["shipment"] as JsonObject;
        }
        catch (JsonException)
        {
            return "the body is no JSON";
        }

        if (draft is null)
            return "shipment";
        return Strange(draft, "shipment", "to_address", "from_address", "parcel", "customs_info", "options", "reference")
            ?? Address(draft["to_address"], "to_address")
            ?? Address(draft["from_address"], "from_address")
            ?? Parcel(draft["parcel"])
            ?? (draft["options"] is { } options ? Strange(options, "options", "label_format", "incoterm", "invoice_number") : null)
            ?? (draft["customs_info"] is { } customs ? Customs(customs) : null);
    }

    /// <summary>True if it says what customs want to know, or they want nothing.</summary>
    public static bool HasCustoms(JsonObject draft) =>
        draft["customs_info"] is not null || Text(draft["to_address"]!["country"]) == Text(draft["from_address"]!["country"]);

    private static string? Address(JsonNode? address, string name)
    {
        if (address is null)
            return name;
        if (Strange(address, name, _address) is { } strange)
            return strange;
        return Array.Find<string>(["name", "street1", "city", "country", "phone"], field => Text(address[field]).Length == 0) is { } missing
                ? $"{name}.{missing}"
            : Text(address["country"]).Length != 2 ? $"{name}.country"
            : null;
    }

    private static string? Parcel(JsonNode? parcel) =>
        parcel is null ? "parcel"
        : Strange(parcel, "parcel", "length", "width", "height", "weight") is { } strange ? strange
        : Array.Find<string>(["length", "width", "height", "weight"], field => !IsMeasure(parcel[field], optional: field != "weight"))
            is { } wrong
            ? $"parcel.{wrong}"
        : null;

    private static string? Customs(JsonNode customs)
    {
        if (Strange(customs, "customs_info", _customs) is { } strange)
            return strange;
        if (customs["customs_certify"]?.GetValue<bool>() != true || Text(customs["customs_signer"]).Length == 0)
            return "customs_info.customs_signer";
        if (customs["customs_items"] is not JsonArray { Count: > 0 } items)
            return "customs_info.customs_items";
        return items.Select(item => Item(item!)).FirstOrDefault(complaint => complaint is not null);
    }

    private static string? Item(JsonNode item) =>
        Strange(item, "customs_item", _item)
        ?? Array.Find<string>(["description", "currency", "hs_tariff_number", "origin_country"], field => Text(item[field]).Length == 0)
        ?? (
            IsMeasure(item["weight"], optional: false) && item["value"]?.GetValue<decimal>() > 0 && item["quantity"]?.GetValue<int>() > 0
                ? null
                : "customs_item.value"
        );

    /// <summary>Positive, with one decimal at most.</summary>
    private static bool IsMeasure(JsonNode? node, bool optional) =>
        node is null
            ? optional
            : node.GetValueKind() == JsonValueKind.Number && node.GetValue<decimal>() is > 0 and var value && value * 10 % 1 == 0;

    private static string? Strange(JsonNode node, string name, params string[] known) =>
        node is not JsonObject given ? name
        : given.Select(field => field.Key).FirstOrDefault(field => !known.Contains(field)) is { } strange ? $"{name}.{strange}"
        : null;

    private static string Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : "";
}
