using System.Net;
using Doubles;
using Doubles.Stripe;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>An app that takes its payments by Stripe: Stripe's own client in it, and Stripe's double at the other end of the wire.</summary>
public sealed class StripeShop : IAsyncLifetime
{
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private CompanyServer? _companies;
    private Shop? _shop;

    internal Shop Shop => _shop!;

    internal StripeDouble Stripe => _companies!.Stripe;

    public async ValueTask InitializeAsync()
    {
        _companies = await CompanyServer.StartAsync();
        _shop = await Shop.OpenAsync(
            new Dictionary<string, string>
            {
                ["Orders__Windows__Claim"] = "P7D",
                ["Orders__Windows__Return"] = "P14D",
                ["Payments__Provider"] = "stripe",
                ["Payments__Stripe__ApiUrl"] = new Uri(_companies.Url, "stripe").AbsoluteUri,
                ["Payments__Stripe__SecretKey"] = Stripe.SecretKey,
                ["Payments__Stripe__WebhookSecret"] = Stripe.WebhookSecrets[0],
            }
        );
        Stripe.Webhooks.Url = new Uri(_shop.App.Url, "api/webhooks/payments/stripe");
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        if (_shop is not null)
        {
            await _shop.DisposeAsync();
            _shop.AssertLogsHoldNoPersonalData();
        }

        if (_companies is not null)
            await _companies.DisposeAsync();
    }

    /// <summary>Places an order, and waits until there is a page where it is paid.</summary>
    internal async Task<OrderSeen> PlaceAsync(OrderForm form)
    {
        var placed = await Shop.Storefront.PlaceAsync(form);
        return await SeeAsync(placed.Id, order => PageOf(order) is not null, "there is a page to pay on");
    }

    internal static string? PageOf(OrderSeen order) => (string?)order.View["paymentUrl"];

    /// <summary>The customer presses a button of Stripe's page.</summary>
    internal async Task PayAsync(OrderSeen order, string by = "credit")
    {
        using var form = new FormUrlEncodedContent([new("by", by)]);
        using var answer = await _browser.PostAsync(new Uri(PageOf(order)!), form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith($"{Shop.App.Url}api/page/", answer.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
    }

    internal async Task<OrderSeen> PaidAsync(OrderForm form, string by = "credit")
    {
        var order = await PlaceAsync(form);
        await PayAsync(order, by);
        return await SeeAsync(order.Id, seen => seen is { Status: "preparing", Waybill: not null }, "it is paid and booked");
    }

    internal Task<OrderSeen> SeeAsync(string orderId, Func<OrderSeen, bool> fits, string what) =>
        Eventually.GetAsync(() => Shop.Storefront.GetAsync(orderId), fits, what, Outage.Patience);

    /// <summary>Stripe's books and ours say the same.</summary>
    internal async Task AssertBooksAgreeAsync(string orderId)
    {
        var order = await Shop.Storefront.GetAsync(orderId);
        Assert.Equal(
            (Stripe.PaymentsOf(orderId).Sum(payment => payment.Amount), Stripe.RefundsOf(orderId).Sum(refund => refund.Amount)),
            (order.Paid, order.Refunded)
        );
        await Eventually.GetAsync(() => Shop.Books.DifferencesAsync(orderId), differences => differences.Count == 0, "the books balance");
    }
}
