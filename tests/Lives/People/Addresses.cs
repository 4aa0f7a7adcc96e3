using System.Text.Json.Nodes;

namespace Lives.People;

/// <summary>Where made-up customers live.</summary>
internal static class Addresses
{
    /// <param name="house">Tells addresses in one country apart.</param>
    public static JsonObject In(string country, string recipient, int house) =>
        country switch
        {
            "CN" => Address(recipient, "+8613800138000", "CN", "广东省", "深圳市", $"科技园路 {house} 号", "518000"),
            "DE" => Address(recipient, "+4930901820", "DE", null, "Berlin", $"Musterstraße {house}", "10117"),
            "US" => Address(recipient, "+12025550123", "US", "CA", "San Francisco", $"{house} Market Street", "94105"),
            _ => throw new ArgumentOutOfRangeException(nameof(country), country, "Nobody lives there."),
        };

    private static JsonObject Address(
        string recipient,
        string phone,
        string country,
        string? region,
        string city,
        string line1,
        string postalCode
    )
    {
        var address = new JsonObject
        {
            ["recipient"] = recipient,
            ["phone"] = phone,
            ["country"] = country,
            ["city"] = city,
            ["line1"] = line1,
            ["postalCode"] = postalCode,
        };
        if (region is not null)
            address["region"] = region;
        return address;
    }
}
