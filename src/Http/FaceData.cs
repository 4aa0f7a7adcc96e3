using System.Text.Json;
using Orders.Functions.Orders;

namespace Orders.Functions.Http;

/// <summary>The files that are built into the app and that its HTTP face needs.</summary>
internal static class FaceData
{
    /// <summary><c>src/Data/shipping.json</c>.</summary>
    public static ShippingRates ShippingRates()
    {
        using var stream = Open("shipping.json");
        return JsonSerializer.Deserialize<ShippingRates>(stream, OrderJson.Strict) ?? throw new InvalidDataException("shipping.json is empty.");
    }

    /// <summary><c>src/Http/openapi.yaml</c>.</summary>
    public static byte[] OpenApi()
    {
        using var stream = Open("openapi.yaml");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static Stream Open(string name) =>
        typeof(FaceData).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The app was built without {name}.");
}
