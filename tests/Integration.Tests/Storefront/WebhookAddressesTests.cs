using System.Net;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Integrations.Storefront;

namespace Integration.Tests.Storefront;

/// <summary>What operations, or whoever has their key, could reach through the app: nothing of its own network.</summary>
public sealed class WebhookAddressesTests(StorefrontStorage storage) : IClassFixture<StorefrontStorage>
{
    private readonly WebhookAddresses _addresses = new(new WebhookPostOptions(AllowLocal: false));

    [Theory]
    [InlineData("http://shop.example/hook")]
    [InlineData("ftp://shop.example/hook")]
    [InlineData("/hook")]
    [InlineData("shop.example/hook")]
    [InlineData("https:///hook")]
    [InlineData("https://user:word@shop.example/hook")]
    [InlineData("https://user@shop.example/hook")]
    [InlineData("https://shop.example/hook#part")]
    [InlineData("https://127.0.0.1/hook")]
    [InlineData("https://2130706433/hook")]
    [InlineData("https://0x7f000001/hook")]
    [InlineData("https://0177.0.0.1/hook")]
    [InlineData("https://127.1/hook")]
    [InlineData("https://0.0.0.0/hook")]
    [InlineData("https://10.1.2.3/hook")]
    [InlineData("https://172.31.255.255/hook")]
    [InlineData("https://192.168.0.1/hook")]
    [InlineData("https://169.254.169.254/metadata")]
    [InlineData("https://100.64.0.1/hook")]
    [InlineData("https://224.0.0.1/hook")]
    [InlineData("https://255.255.255.255/hook")]
    [InlineData("https://[::1]/hook")]
    [InlineData("https://[::]/hook")]
    [InlineData("https://[::ffff:127.0.0.1]/hook")]
    [InlineData("https://[::ffff:7f00:1]/hook")]
    [InlineData("https://[::127.0.0.1]/hook")]
    [InlineData("https://[fe80::1]/hook")]
    [InlineData("https://[fd00::1]/hook")]
    [InlineData("https://[fec0::1]/hook")]
    [InlineData("https://[ff02::1]/hook")]
    [InlineData("https://[64:ff9b::7f00:1]/hook")]
    [InlineData("https://[2002:7f00:1::]/hook")]
    public void Address_is_refused(string url) => Assert.NotNull(_addresses.Against(url));

    [Theory]
    [InlineData("https://shop.example/hook?x=1")]
    [InlineData("https://shop.example:8443")]
    [InlineData("https://93.184.215.14/hook")]
    [InlineData("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hook")]
    [InlineData("https://[64:ff9b::5db8:d70e]/hook")]
    public void Public_address_is_fit(string url) => Assert.Null(_addresses.Against(url));

    [Fact]
    public void Local_run_may_post_to_itself_over_plain_http()
    {
        var local = new WebhookAddresses(new WebhookPostOptions(AllowLocal: true));

        Assert.Null(local.Against("http://127.0.0.1:5005/hook"));
        Assert.NotNull(local.Against("http://user:word@127.0.0.1:5005/hook"));
        Assert.True(local.IsOpen(IPAddress.IPv6Loopback));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    public async Task Name_that_leads_to_this_machine_is_refused_when_connected_to(string name)
    {
        await using var site = await StorefrontSite.OpenAsync(storage, allowLocal: false);
        var url = $"https://{name}:{site.Companies.Url.Port}/storefront";
        Assert.Null(_addresses.Against(url));

        var answer = await site.Get<IWebhookPost>().PostAsync(url, [], "{}"u8.ToArray(), default);

        Assert.Equal((null, PostError.AddressRefused), (answer.Status, answer.Error));
        Assert.Equal(0, site.Receiver.Calls);
    }

    [Fact]
    public async Task Address_that_was_stored_before_is_refused_when_posted_to()
    {
        await using var site = await StorefrontSite.OpenAsync(storage, allowLocal: false);

        var answer = await site.Get<IWebhookPost>().PostAsync($"{site.Companies.Url}storefront", [], "{}"u8.ToArray(), default);

        Assert.Equal(PostError.AddressRefused, answer.Error);
        Assert.Equal(0, site.Receiver.Calls);
    }
}
