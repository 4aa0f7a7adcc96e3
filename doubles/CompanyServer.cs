using System.Net;
using Doubles.BtcPay;
using Doubles.EasyPost;
using Doubles.Kuaidi100;
using Doubles.Storefront;
using Doubles.Stripe;
using Doubles.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Doubles;

/// <summary>All companies on one address of this machine, each below a path of its own: <c>/stripe</c>.</summary>
public sealed class CompanyServer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private CompanyServer(WebApplication web, TimeProvider time)
    {
        _web = web;
        BtcPay = new BtcPayDouble(time, () => new Uri(Url, "btcpay"));
        Storefront = new StorefrontDouble(time);
        Stripe = new StripeDouble(time, () => new Uri(Url, "stripe"));
        EasyPost = new EasyPostDouble(time, () => new Uri(Url, "easypost"));
        Kuaidi100 = new Kuaidi100Double(time, () => new Uri(Url, "kuaidi100"));
    }

    /// <summary>Where they are; ends with a slash.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    /// <summary>BTCPay Server, whose API is at <c>/btcpay/api/v1</c>.</summary>
    public BtcPayDouble BtcPay { get; }

    /// <summary>The storefront's backend, which hears webhooks at <c>/storefront</c> and below it.</summary>
    public StorefrontDouble Storefront { get; }

    /// <summary>Stripe, whose API is at <c>/stripe</c>.</summary>
    public StripeDouble Stripe { get; }

    /// <summary>EasyPost, whose API is at <c>/easypost</c>.</summary>
    public EasyPostDouble EasyPost { get; }

    /// <summary>Kuaidi100: <c>/kuaidi100/label/order</c> and <c>/kuaidi100/poll/query.do</c>.</summary>
    public Kuaidi100Double Kuaidi100 { get; }

    /// <param name="port">0 takes a free one.</param>
    public static async Task<CompanyServer> StartAsync(int port = 0, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var server = new CompanyServer(builder.Build(), time ?? TimeProvider.System);
        server._web.Map("/btcpay/{**path}", server.BtcPay.AnswerAsync);
        server._web.Map("/stripe/{**path}", server.Stripe.AnswerAsync);
        server._web.Map("/easypost/{**path}", server.EasyPost.AnswerAsync);
        server._web.Map("/kuaidi100/{**path}", server.Kuaidi100.AnswerAsync);
        server._web.Map("/storefront/{**path}", server.Storefront.AnswerAsync);
        await server._web.StartAsync(cancellation);
        var addresses = server._web.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>();
        server.Url = new Uri(addresses.Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await BtcPay.DisposeAsync();
        await Stripe.DisposeAsync();
        await EasyPost.DisposeAsync();
        await Kuaidi100.DisposeAsync();
        await _web.DisposeAsync();
    }
}
