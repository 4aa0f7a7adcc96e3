using System.Text.Json.Nodes;
using Orders.Functions.Domain.Status;

namespace EndToEnd.Tests.Harness;

/// <summary>What must hold for every order that has ended, however it went.</summary>
internal static class Settlement
{
    /// <summary>
    /// One capture and one refund at most, one waybill, each mail once; money and stock balance with how the order ended.
    /// </summary>
    /// <param name="status">How it must have ended: <c>closed</c>, <c>cancelled</c> or <c>refunded</c>.</param>
    /// <param name="alerts">Those that it raised and nobody closed.</param>
    public static async Task AssertEndedAs(this Shop shop, string status, OrderForm form, string orderId, params AlertKind[] alerts)
    {
        var order = await shop.Storefront.GetAsync(orderId);
        Assert.True(order.IsFinal, $"Not at its end: {order}");
        Assert.Equal(status, order.Status);

        // Money: the company's own books and ours.
        var payments = await shop.Company.PaymentsAsync(orderId);
        var captures = payments["captures"]!.AsArray();
        var refunds = payments["refunds"]!.AsArray();
        Assert.True(captures.Count <= 1, $"Captured {captures.Count} times: {payments.ToJsonString()}");
        Assert.True(refunds.Count <= 1, $"Refunded {refunds.Count} times: {payments.ToJsonString()}");
        Assert.Equal(order.Status == "closed" ? order.Total : 0, Sum(captures) - Sum(refunds));
        Assert.Equal((Sum(captures), Sum(refunds)), (order.Paid, order.Refunded));
        Assert.Empty(await shop.Books.DifferencesAsync(orderId));
        Assert.Equal(alerts, (await shop.Books.AlertsAsync()).Where(alert => alert.OrderId == orderId).Select(alert => alert.Kind));

        // Goods: shipped or returned, never both.
        foreach (var (sku, _) in form.Lines)
        {
            var movements = await shop.Books.MovementsAsync(orderId, sku);
            Assert.Equal(
                order.Status is "closed" or "refunded" ? ["reserve", "ship"]
                    : movements.Count == 0 ? []
                    : ["release", "reserve"],
                movements.Order(StringComparer.Ordinal)
            );
        }

        Assert.True(await shop.Books.WaybillsAsync(order.Number) <= 1, "More than one waybill.");

        // Mails: each once. They may still be on their way when the order is at its end already: a killed attempt is looked into after a
        // while, and the waits between attempts grow.
        var last = order.Status switch
        {
            "closed" => "delivered",
            "cancelled" => "cancelled",
            _ => "refunded",
        };
        var mails = await Eventually.GetAsync(
            () => shop.Mailbox.OfAsync(orderId),
            mails => mails.Any(mail => mail.Kind == last) && mails.Any(mail => mail.Kind == "received"),
            $"the mails 'received' and '{last}'",
            TimeSpan.FromMinutes(3)
        );
        Assert.All(mails, mail => Assert.Contains(form.Email, mail.To, StringComparison.Ordinal));
        Assert.Empty(mails.GroupBy(mail => mail.Key, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    /// <summary>Nothing that a customer gave us may stand in a log.</summary>
    public static void AssertLogsHoldNoPersonalData(this Shop shop) => Assert.Empty(shop.App.Leaks());

    private static long Sum(JsonArray entries) => entries.Sum(entry => (long)entry!["amount"]!["amount"]!);
}
