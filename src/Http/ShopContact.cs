using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http;

/// <summary>
/// How a customer reaches the shop when an order can do nothing more for them: setting <c>Shop:Contact</c>, else the sender of the mails.
/// </summary>
public sealed class ShopContact(IConfiguration configuration)
{
    public LocalizedText Text { get; } =
        configuration["Shop:Contact"] is { Length: > 0 } contact || (contact = configuration["Mail:From"]) is { Length: > 0 }
            ? new($"Please write to {contact}, and name your order number.", $"请联系 {contact}，并注明订单号。")
            : new("Please answer one of our mails.", "请回复我们的任意一封邮件。");
}
