using System.Net;
using Doubles;
using Doubles.BtcPay;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>An app that takes crypto by BTCPay Server, and the server's double at the other end of the wire.</summary>
public sealed class BtcPayShop : IAsyncLifetime
{
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private CompanyServer? _companies;
    private Shop? _shop;

    internal Shop Shop => _shop!;

    internal BtcPayDouble BtcPay => _companies!.BtcPay;

    public async ValueTask InitializeAsync()
    {
        _companies = await CompanyServer.StartAsync();
        _shop = await Shop.OpenAsync(
            new Dictionary<string, string>
            {
                ["Orders__Windows__PaymentCrypto"] = "PT1H",
                ["Payments__Provider"] = "btcpay",
                ["Payments__BtcPay__ApiUrl"] = new Uri(_companies.Url, "btcpay").AbsoluteUri,
                ["Payments__BtcPay__StoreId"] = BtcPay.StoreId,
                ["Payments__BtcPay__ApiKey"] = BtcPay.ApiKey,
                ["Payments__BtcPay__WebhookSecret"] = BtcPay.Webhooks.Secret,
            }
        );
        BtcPay.Webhooks.Url = new Uri(_shop.App.Url, "api/webhooks/payments/btcpay");
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

    /// <summary>Places an order that is to be paid in crypto, and waits until there is a page where it is paid.</summary>
    internal async Task<OrderSeen> PlaceAsync(OrderForm form)
    {
        var placed = await Shop.Storefront.PlaceAsync(form with { PaymentMethod = "crypto" });
        return await SeeAsync(placed.Id, order => PageOf(order) is not null, "there is a page to pay on");
    }

    internal static string? PageOf(OrderSeen order) => (string?)order.View["paymentUrl"];

    /// <summary>The invoice that was made last for an order.</summary>
    internal string InvoiceOf(OrderSeen order) => BtcPay.InvoicesOf(order.Id)[^1].Id;

    internal async Task<OrderSeen> PaidAsync(OrderForm form)
    {
        var order = await PlaceAsync(form);
        BtcPay.Confirm(BtcPay.Pay(InvoiceOf(order)));
        return await SeeAsync(order.Id, seen => seen is { Status: "preparing", Waybill: not null }, "it is paid and booked");
    }

    /// <summary>Waits until a refund lies ready for the customer.</summary>
    /// <returns>Where they say where it should go.</returns>
    internal async Task<string> LinkAsync(string orderId)
    {
        var order = await SeeAsync(orderId, seen => LinkOf(seen) is not null, "there is a refund to claim");
        return LinkOf(order)!;
    }

    /// <summary>The customer gives an address on the refund's page, and the shop's wallet pays.</summary>
    internal async Task ClaimAsync(string link)
    {
        using var form = new FormUrlEncodedContent([new("address", "bcrt1qcustomer")]);
        using var answer = await _browser.PostAsync(new Uri(link), form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    internal Task<OrderSeen> SeeAsync(string orderId, Func<OrderSeen, bool> fits, string what) =>
        Eventually.GetAsync(() => Shop.Storefront.GetAsync(orderId), fits, what, Outage.Patience);

    internal Task BooksBalanceAsync(string orderId) =>
        Eventually.GetAsync(() => Shop.Books.DifferencesAsync(orderId), differences => differences.Count == 0, "the books balance");

    private static string? LinkOf(OrderSeen order) =>
        order.View["refunds"]?.AsArray().Select(refund => (string?)refund!["link"]).FirstOrDefault(link => link is not null);
}
