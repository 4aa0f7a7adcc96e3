using Microsoft.Extensions.Configuration;

namespace Orders.Functions.Domain.Ordering;

/// <summary>What the shop calls itself towards customers, in mails and on pages: the setting <c>Mail:Shop</c>.</summary>
public sealed record ShopName(string Text)
{
    public static ShopName Read(IConfiguration configuration) => new(configuration["Mail:Shop"] is { Length: > 0 } name ? name : "Orders");
}
