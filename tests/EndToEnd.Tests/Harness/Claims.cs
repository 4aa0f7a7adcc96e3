using System.Text.Json;

namespace EndToEnd.Tests.Harness;

internal static class Claims
{
    /// <summary>The customer claims one hardware wallet of an order, with photos.</summary>
    /// <param name="kind">What is wrong: <c>damaged</c>.</param>
    /// <param name="name">Of each file.</param>
    public static Task<Answer> FileClaimAsync(this Shop shop, string orderId, string kind, byte[][] photos, string name = "photo.jpg")
    {
        var lines = JsonSerializer.Serialize(new[] { new { sku = "HW-PRO", quantity = 1 } });
        var form = new MultipartFormDataContent
        {
            { new StringContent(kind), "kind" },
            { new StringContent("The corner is dented, says Ottoline Quarrington."), "description" },
            { new StringContent(lines), "lines" },
        };
        foreach (var photo in photos)
            form.Add(new ByteArrayContent(photo), "photos", name);
        return shop.Storefront.PostFormAsync($"api/orders/{orderId}/claims", form);
    }
}
