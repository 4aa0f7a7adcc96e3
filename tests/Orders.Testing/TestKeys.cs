using Microsoft.Extensions.Configuration;
using Orders.Functions.Storage.Customers;

namespace Orders.Testing;

/// <summary>Keys as a test's settings name them.</summary>
internal static class TestKeys
{
    /// <summary>Settings without which no store opens, and no order is placed.</summary>
    public static IReadOnlyDictionary<string, string?> Settings { get; } =
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["App:LinkKey"] = Of(3),
            ["Privacy:CurrentKey"] = "test",
            ["Privacy:MasterKeys:test"] = Of(1),
            ["Privacy:SearchKey"] = Of(2),
            ["Shop:ReturnAddress"] = "Orders, returns|1 Warehouse Road|Shenzhen",
        };

    public static MasterKeys Master { get; } = MasterKeys.Read(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build());

    public static SearchKey Search { get; } = SearchKey.Read(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build());

    /// <summary>A key, as base64.</summary>
    public static string Of(byte filling) => Convert.ToBase64String([.. Enumerable.Repeat(filling, 32)]);
}
