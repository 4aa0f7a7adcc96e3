using System.Net;
using Doubles;
using Doubles.EasyPost;
using Doubles.Kuaidi100;
using Doubles.Stripe;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>
/// An app that works with real companies, and their doubles at the other end of the wire: Stripe takes the payments (by its own client);
/// Kuaidi100 and EasyPost carry what goes in class standard, the sandbox's carrier the rest.
/// </summary>
public sealed class CompanyShop : IAsyncLifetime
{
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private CompanyServer? _companies;
    private Shop? _shop;

    internal Shop Shop => _shop!;

    internal StripeDouble Stripe => _companies!.Stripe;

    internal EasyPostDouble EasyPost => _companies!.EasyPost;

    internal Kuaidi100Double Kuaidi100 => _companies!.Kuaidi100;

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
                ["Shop__Shipper__Name"] = "Warehouse",
                ["Shop__Shipper__Phone"] = "+8675500000000",
                ["Shop__Shipper__City"] = "深圳市",
                ["Shop__Shipper__Line1"] = "科技园路 1 号",
                ["Carriers__EasyPost__ApiUrl"] = new Uri(_companies.Url, "easypost").AbsoluteUri,
                ["Carriers__EasyPost__ApiKey"] = EasyPost.ApiKey,
                ["Carriers__EasyPost__WebhookSecret"] = EasyPost.WebhookSecret,
                ["Carriers__EasyPost__CustomsSigner"] = "Li Mei",
                ["Carriers__EasyPost__Services__standard"] = "YunExpress",
                ["Carriers__Kuaidi100__LabelUrl"] = new Uri(_companies.Url, "kuaidi100/label/order").AbsoluteUri,
                ["Carriers__Kuaidi100__QueryUrl"] = new Uri(_companies.Url, "kuaidi100/poll/query.do").AbsoluteUri,
                ["Carriers__Kuaidi100__Key"] = Kuaidi100.Key,
                ["Carriers__Kuaidi100__Secret"] = Kuaidi100.Secret,
                ["Carriers__Kuaidi100__Customer"] = Kuaidi100.Customer,
                ["Carriers__Kuaidi100__Salt"] = "salt32",
                ["Carriers__Kuaidi100__Services__standard"] = "yuantong",
                ["Carriers__Kuaidi100__Accounts__yuantong__PartnerId"] = "YT1",
                ["Carriers__Routes__0__Carrier"] = "kuaidi100",
                ["Carriers__Routes__0__Countries"] = "CN",
                ["Carriers__Routes__0__Classes"] = "standard",
                ["Carriers__Routes__1__Carrier"] = "easypost",
                ["Carriers__Routes__1__ExceptCountries"] = "CN",
                ["Carriers__Routes__1__Classes"] = "standard",
                ["Carriers__Routes__2__Carrier"] = "sandbox",
                ["Carriers__Routes__2__Classes"] = "express",
            }
        );
        Stripe.Webhooks.Url = new Uri(_shop.App.Url, "api/webhooks/payments/stripe");
        EasyPost.Webhooks.Url = new Uri(_shop.App.Url, "api/webhooks/carriers/easypost");
        Kuaidi100.Webhooks.Url = new Uri(_shop.App.Url, "api/webhooks/carriers/kuaidi100");
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
