namespace EndToEnd.Tests.Identity;

public sealed class IdentityTests
{
    [Fact]
    public async Task Engine_triggers_and_stores_reach_their_account_by_managed_identity()
    {
        await using var storage = await IdentityStorage.StartAsync(TestContext.Current.CancellationToken);
        await using var identity = new IdentityEndpoint();
        await using var app = new App(connectionString: "", Settings(storage, identity));
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = app.Url, Timeout = TimeSpan.FromSeconds(30) };
        var storefront = new Storefront(http);

        var placed = await storefront.PlaceAsync(OrderForm.English());
        var paid = await new Walker(storefront, new SandboxCompany(http)).WalkAsync(placed.Id, "shipped");
        await new Mailbox(http).WaitForAsync(placed.Id, "paid");

        Assert.Equal("shipped", paid.Status);
        Assert.True(identity.Given >= 2, "Host and worker each ask for a token.");
    }

    private static Dictionary<string, string> Settings(IdentityStorage storage, IdentityEndpoint identity) =>
        new([.. storage.Settings, .. identity.Settings, new("SSL_CERT_FILE", storage.Certificate)], StringComparer.Ordinal);
}
