using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>The watchdog in the running app, in a hurry.</summary>
public sealed class WatchdogTests
{
    [Fact]
    public async Task Order_that_was_stored_and_never_started_is_started()
    {
        await using var shop = await Shop.OpenAsync(
            new Dictionary<string, string> { ["Watchdog__Schedule"] = "*/2 * * * * *", ["Watchdog__Slack"] = "PT3S" }
        );

        var forgotten = await shop.Books.StoreWithoutStartAsync(new OrderForm());
        await shop.Storefront.WaitForAsync(forgotten, "awaiting_payment");
        Assert.Equal(["received"], (await shop.Mailbox.ExpectAsync(forgotten, "received")).Select(mail => mail.Kind));
    }
}
