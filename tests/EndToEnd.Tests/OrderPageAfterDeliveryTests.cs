using System.Net;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>The order page after delivery.</summary>
[Collection(nameof(LongWindows))]
public sealed class OrderPageAfterDeliveryTests(LongWindows shared, Browser browser)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Customer_claims_with_photos_by_the_form_and_sees_the_clock()
    {
        var placed = await _shop.Storefront.PlaceAsync(OrderForm.English() with { Lines = [("HW-PRO", 2)] });
        await _shop.Walker.WalkAsync(placed.Id, "delivered");
        await using var page = await browser.OpenAsync((await _shop.Mailbox.WaitForAsync(placed.Id, "delivered")).PageLink);
        var photo = Path.Combine(Path.GetTempPath(), $"photo-{Guid.NewGuid():N}.png");
        await File.WriteAllBytesAsync(photo, await page.PictureAsync());

        // Without the photo that this kind needs it is told so, and nothing is filed.
        await FillAsync(page);
        await page.FollowAsync("form[action*='/claims'] button");
        Assert.Contains("Photos", await page.TextAsync("[role=alert]"), StringComparison.Ordinal);

        await FillAsync(page);
        await page.ChooseFilesAsync("#claim-photos", photo);
        await page.FollowAsync("form[action*='/claims'] button");

        Assert.Contains("Thank you", await page.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("We answer by", await page.TextAsync(), StringComparison.Ordinal);
        var claims = (await _shop.Operations.GetAsync("claims")).Expect(HttpStatusCode.OK).Json["claims"]!.AsArray();
        var claim = Assert.Single(claims, claim => (string?)claim!["orderId"] == placed.Id);
        var file = (await _shop.Operations.GetAsync($"claims/{claim!["claimId"]}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("The screen <b>cracked.\nIt does not start.", (string?)file["claim"]!["description"]);
        Assert.Equal(1, (int?)file["claim"]!["lines"]![0]!["quantity"]);
        Assert.Single(file["claim"]!["photos"]!.AsArray());
        File.Delete(photo);
    }

    [Fact]
    public async Task Customer_asks_and_returns_by_the_forms()
    {
        var form = new OrderForm { Lines = [("HW-PRO", 2)] };
        var placed = await _shop.Storefront.PlaceAsync(form);
        await _shop.Walker.WalkAsync(placed.Id, "delivered");
        await using var page = await browser.OpenAsync((await _shop.Mailbox.WaitForAsync(placed.Id, "delivered")).PageLink);

        await page.ClickAsync("details:has(#request-text) summary");
        await page.TypeAsync("#request-text", "How do I start it?");
        await page.FollowAsync("form[action*='/requests'] button");
        Assert.Contains("已收到", await page.TextAsync("[role=status]"), StringComparison.Ordinal);

        await page.ClickAsync("details:has(#return-lines) summary");
        await page.EvaluateAsync("document.querySelector('#return-lines').selectedIndex = 1");
        await page.TypeAsync("#return-reason", "One is enough.");
        await page.FollowAsync("form[action*='/returns'] button");
        Assert.Contains("已收到", await page.TextAsync("[role=status]"), StringComparison.Ordinal);

        var open = (await _shop.Operations.GetAsync($"customers/{form.CustomerId}")).Expect(HttpStatusCode.OK).Json["open"]![0]![
            "cases"
        ]!.AsArray();
        Assert.Equal(["request", "return"], open.Select(one => (string)one!["kind"]!).Order(StringComparer.Ordinal));
    }

    private static async Task FillAsync(Tab page)
    {
        await page.ClickAsync("details:has(#claim-kind) summary");
        await page.EvaluateAsync("document.querySelector('#claim-lines').selectedIndex = 1");
        await page.TypeAsync("#claim-text", "The screen <b>cracked.\nIt does not start.");
    }
}
