using System.Text.Json.Nodes;

namespace Soak.Harness;

/// <summary>What a storefront posts, as JSON; each form is another customer's.</summary>
internal sealed record OrderForm
{
    /// <summary>Parts of the personal data that the tests' customers give; none may ever stand in a log.</summary>
    public static IReadOnlyList<string> PersonalTraces { get; } =
    ["李雷", "Ottoline", "Quarrington", "@mail.example", "13800138000", "科技园路", "30901820", "Hollow Lane", "Nobody-Knows-Street"];

    public string CustomerId { get; init; } = $"c-{Guid.NewGuid():N}"[..14];

    public string Name { get; init; } = "李雷";

    public string Email => $"{CustomerId}@mail.example";

    public string Locale { get; init; } = "zh-CN";

    public bool Verified { get; init; } = true;

    public IReadOnlyList<(string Sku, int Quantity)> Lines { get; init; } = [("HW-PRO", 1)];

    public string OutOfStock { get; init; } = "ask";

    public string PaymentMethod { get; init; } = "card";

    public string ShippingClass { get; init; } = "express";

    public JsonObject ShipTo { get; init; } = Shenzhen();

    public bool AcceptDuties { get; init; }

    /// <summary>In Germany, read in English.</summary>
    public static OrderForm English() =>
        new()
        {
            Name = "Ottoline Quarrington",
            Locale = "en",
            ShipTo = Berlin(),
            AcceptDuties = true,
        };

    public JsonObject ToJson() =>
        new()
        {
            ["customer"] = new JsonObject
            {
                ["id"] = CustomerId,
                ["name"] = Name,
                ["email"] = Email,
                ["phone"] = "+8613800138000",
                ["locale"] = Locale,
                ["verified"] = Verified,
            },
            ["lines"] = new JsonArray([.. Lines.Select(line => new JsonObject { ["sku"] = line.Sku, ["quantity"] = line.Quantity })]),
            ["shipTo"] = ShipTo.DeepClone(),
            ["shippingClass"] = ShippingClass,
            ["paymentMethod"] = PaymentMethod,
            ["outOfStock"] = OutOfStock,
            ["acceptDuties"] = AcceptDuties,
        };

    /// <summary>The JSON with one member set, as a client that does it wrong would send it.</summary>
    /// <param name="path">Members separated by dots; a number is an index.</param>
    public JsonObject With(string path, JsonNode? value)
    {
        var json = ToJson();
        JsonNode node = json;
        var parts = path.Split('.');
        foreach (var part in parts[..^1])
            node = (int.TryParse(part, out var index) ? node[index] : node[part])!;
        node[parts[^1]] = value;
        return json;
    }

    private static JsonObject Shenzhen() =>
        new()
        {
            ["recipient"] = "李雷",
            ["phone"] = "+8613800138000",
            ["country"] = "CN",
            ["region"] = "广东省",
            ["city"] = "深圳市",
            ["line1"] = "科技园路 1 号",
            ["postalCode"] = "518000",
        };

    private static JsonObject Berlin() =>
        new()
        {
            ["recipient"] = "Ottoline Quarrington",
            ["phone"] = "+4930901820",
            ["country"] = "DE",
            ["city"] = "Berlin",
            ["line1"] = "Hollow Lane 7",
            ["postalCode"] = "10117",
        };
}
