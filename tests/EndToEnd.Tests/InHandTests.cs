using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>
/// What a process had in hand when it was killed. The queue hides a message that was taken for ten minutes; the sweeps over outbox and
/// inbox rows find it within one.
/// </summary>
public sealed class InHandTests
{
    private static readonly TimeSpan AboutAMinute = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Mail_in_a_killed_process_goes_out_once_within_a_minute()
    {
        var gate = new Gate();
        await using var line = await CompanyLine.OpenAsync(
            passing: (call, forward) => call.Request.Path == "/api/sandbox/mailbox/v3/mail/send" ? gate.HoldAsync(forward) : forward()
        );
        var shop = line.Shop;
        gate.Close();
        var placed = await shop.Storefront.PlaceAsync(new OrderForm());
        await gate.HeldAsync();

        await KillAsync(shop, gate);

        await Eventually.GetAsync(() => shop.Mailbox.OfAsync(placed.Id), mails => mails.Count > 0, "the mail came", AboutAMinute);
        await shop.Walker.WalkAsync(placed.Id);
        await shop.Mailbox.ExpectAsync(placed.Id, "received", "paid", "shipped", "delivered");
    }

    [Fact]
    public async Task Webhook_in_a_killed_process_takes_effect_once_within_a_minute()
    {
        // The pump's first look at the event is held: from the queue it is gone, and nothing has come of it yet.
        var gate = new Gate();
        await using var shop = await Shop.OpenAsync(
            new ShopOptions
            {
                Storage = (service, call, forward) =>
                    service == "table"
                    && call.Request.Method == "GET"
                    && call.Request.Path.Value!.Contains("/Inbox(", StringComparison.Ordinal)
                        ? gate.HoldAsync(forward)
                        : forward(),
            }
        );
        var form = new OrderForm();
        var placed = await shop.Walker.WalkAsync((await shop.Storefront.PlaceAsync(form)).Id, "awaiting_payment");
        gate.Close();
        (await shop.Company.PayAsync(placed.Id, eventId: $"{placed.Id}-pay")).Expect(System.Net.HttpStatusCode.OK);
        await gate.HeldAsync();

        await KillAsync(shop, gate);

        await Eventually.GetAsync(
            () => shop.Storefront.GetAsync(placed.Id),
            order => order.Paid == placed.Total,
            "the payment counted",
            AboutAMinute
        );
        Assert.Equal("closed", (await shop.Walker.WalkAsync(placed.Id)).Status);
        await shop.AssertEndedAs("closed", form, placed.Id);
    }

    private static async Task KillAsync(Shop shop, Gate gate)
    {
        await shop.App.KillAsync();
        gate.Open();
        await shop.App.StartAsync();
    }
}
