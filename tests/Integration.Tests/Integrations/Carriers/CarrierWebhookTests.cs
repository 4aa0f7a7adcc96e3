using System.Security.Cryptography;
using System.Text;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Integrations.Carriers;
using Orders.Functions.Integrations.Webhooks;

namespace Integration.Tests.Integrations.Carriers;

/// <summary>What carriers post, and what others post in their name.</summary>
public sealed class CarrierWebhookTests(AzuriteFixture azurite)
{
    private const string Tracker =
        """{"id":"evt_1","object":"Event","mode":"test","description":"tracker.updated","result":{"object":"Tracker","tracking_code":"EZ1","status":"delivered","tracking_details":[{"datetime":"2026-11-30T08:00:00Z","status":"delivered","status_detail":"arrived_at_destination","message":"Delivered","tracking_location":{"city":"Berlin","state":null,"country":"DE","zip":null}}]}}""";

    private const string Push =
        """{"status":"shutdown","message":"","lastResult":{"state":"3","ischeck":"1","com":"yuantong","nu":"V030344422","data":[]}}""";

    [Theory]
    [InlineData("right", null)]
    [InlineData("secret before", null)]
    [InlineData("wrong key", "signature_wrong")]
    [InlineData("other body", "signature_wrong")]
    [InlineData("missing", "signature_missing")]
    [InlineData("other scheme", "signature_malformed")]
    [InlineData("too short", "signature_malformed")]
    [InlineData("two", "signature_malformed")]
    [InlineData("other form of the secret", null)]
    public async Task EasyPost_is_believed_by_its_signature_only(string attack, string? refusal)
    {
        await using var world = await CarrierWorld.OpenAsync(azurite, ("Carriers:EasyPost:WebhookSecretBefore", "before"));
        var secret = world.EasyPost.WebhookSecret;
        var header = attack switch
        {
            "wrong key" => Sign("other", Tracker),
            "secret before" => Sign("before", Tracker),
            "other body" => Sign(secret, Tracker + " "),
            "missing" => "",
            "other scheme" => Sign(secret, Tracker).Replace("sha256", "sha1", StringComparison.Ordinal),
            "too short" => Sign(secret, Tracker)[..^2],
            "two" => $"{Sign(secret, Tracker)},{Sign(secret, Tracker)}",
            "other form of the secret" => Sign(secret.Normalize(NormalizationForm.FormKD), Tracker),
            _ => Sign(secret, Tracker),
        };

        var reading = Read(world, "easypost", Tracker, ("X-Hmac-Signature", header));

        if (refusal is null)
            Assert.Equal("EZ1", Assert.IsType<CarrierWebhook>(reading).Waybill);
        else
            Assert.Equal(refusal, Assert.IsType<WebhookRefused>(reading).Reason);
    }

    [Theory]
    [InlineData("tracker.updated", "batch.updated", null)]
    [InlineData("\"test\"", "\"production\"", "mode_differs")]
    [InlineData("\"EZ1\"", "null", "body_invalid: $.result.tracking_code")]
    [InlineData("\"id\":\"evt_1\",", "", "body_invalid: id")]
    [InlineData("\"result\":", "\"other\":", "body_invalid: $.result.tracking_code")]
    [InlineData("\"EZ1\"", "\"EZ1111111111111111111111111111111111111111111111111111111111111\"", "body_invalid: $.result.tracking_code")]
    [InlineData("\"2026-11-30T08:00:00Z\"", "\"yesterday\"", "body_invalid: $.tracking_details[0].datetime")]
    [InlineData("\"delivered\",\"status_detail\"", "\"unknown\",\"status_detail\"", null)]
    public async Task EasyPost_says_what_is_of_no_use(string what, string instead, string? reason)
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);
        var body = Tracker.Replace(what, instead, StringComparison.Ordinal);

        var reading = Read(world, "easypost", body, ("X-Hmac-Signature", Sign(world.EasyPost.WebhookSecret, body)));

        if (reason is null)
            Assert.IsType<NothingToTell>(reading);
        else
            Assert.Equal(reason, Assert.IsType<WebhookNotUnderstood>(reading).Reason);
    }

    [Fact]
    public async Task Kuaidi100_signature_of_the_vector_holds()
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);

        Assert.IsType<NothingToTell>(ReadPush(world, Push, "306A732AB677211B6FBE16A47EC160BA"));
        Assert.IsType<WebhookNotUnderstood>(ReadPush(world, """{"status":"polling"}""", "0965B7A290B83CD1D68A715AF3D176E5"));
    }

    [Theory]
    [InlineData("param=%7B%7D", "signature_missing")]
    [InlineData("sign=306A732AB677211B6FBE16A47EC160BA", "signature_missing")]
    [InlineData("param=%7B%7D&sign=306A732AB677211B6FBE16A47EC160BA", "signature_wrong")]
    [InlineData("param=%7B%7D&param=%7B%7D&sign=306A732AB677211B6FBE16A47EC160BA", "signature_missing")]
    [InlineData("\0\0\0", "signature_missing")]
    public async Task Kuaidi100_is_believed_by_its_sign_only(string form, string refusal)
    {
        await using var world = await CarrierWorld.OpenAsync(azurite);

        Assert.Equal(refusal, Assert.IsType<WebhookRefused>(Read(world, "kuaidi100", form)).Reason);
    }

    [Theory]
    [InlineData("\"state\":\"3\"", "\"state\":3", "body_invalid: param $.lastResult.state")]
    [InlineData("\"V030344422\"", "null", "body_invalid: param.lastResult.nu")]
    [InlineData("\"data\":[]", "\"data\":[{\"time\":\"gestern\",\"status\":\"签收\"}]", null)]
    [InlineData("\"data\":[]", "\"data\":[{\"time\":\"2026-11-30 10:00:00\",\"status\":\"?\"}]", "delivered")]
    public async Task Kuaidi100_says_what_is_of_no_use(string what, string instead, string? result)
    {
        await using var world = await CarrierWorld.OpenAsync(azurite, ("Carriers:Kuaidi100:SaltBefore", "old"));
        var param = Push.Replace(what, instead, StringComparison.Ordinal);

        var reading = ReadPush(world, param, Kuaidi100Api.Md5(param + "old"));

        if (result is null)
            Assert.IsType<NothingToTell>(reading);
        else if (result == "delivered")
            Assert.Equal(
                (ParcelStatus.Delivered, new DateTimeOffset(2026, 11, 30, 2, 0, 0, TimeSpan.Zero)),
                Assert.IsType<CarrierWebhook>(reading).Update.Scans.Select(scan => (scan.Status, scan.Time)).Single()
            );
        else
            Assert.Equal(result, Assert.IsType<WebhookNotUnderstood>(reading).Reason);
    }

    private static WebhookReading ReadPush(CarrierWorld world, string param, string sign) =>
        Read(world, "kuaidi100", $"param={Uri.EscapeDataString(param)}&sign={sign}");

    private static WebhookReading Read(CarrierWorld world, string carrier, string body, params (string Name, string Value)[] headers) =>
        world
            .WebhookOf(carrier)
            .Read(
                headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
                Encoding.UTF8.GetBytes(body),
                DateTimeOffset.UtcNow
            );

    private static string Sign(string secret, string body) =>
        "hmac-sha256-hex="
        + Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Normalize(NormalizationForm.FormKD)), Encoding.UTF8.GetBytes(body))
        );
}
