using System.Net;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>The order page after delivery: in a shop whose windows last long enough for a person.</summary>
public sealed class OrderPageClaimTests
{
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal) { ["Orders__Windows__Claim"] = "PT5M" };

    [Fact]
    public async Task Customer_claims_with_photos_by_the_form_and_sees_the_clock()
    {
        Assert.SkipUnless(Browser.IsInstalled, "Chromium is not installed.");
        await using var shop = await Shop.OpenAsync(Settings);
        var placed = await shop.Storefront.PlaceAsync(OrderForm.English() with { Lines = [("HW-PRO", 2)] });
        await shop.Walker.WalkAsync(placed.Id, "delivered");
        await using var browser = await Browser.OpenAsync();
        await browser.GoAsync((await shop.Mailbox.WaitForAsync(placed.Id, "delivered")).PageLink);
        var photo = Path.Combine(Path.GetTempPath(), $"photo-{Guid.NewGuid():N}.png");
        await File.WriteAllBytesAsync(photo, await browser.PictureAsync());

        // Without the photo that this kind needs it is told so, and nothing is filed.
        await FillAsync(browser);
        await browser.FollowAsync("form[action*='/claims'] button");
        Assert.Contains("Photos", await browser.TextAsync("[role=alert]"), StringComparison.Ordinal);

        await FillAsync(browser);
        await browser.ChooseFilesAsync("#claim-photos", photo);
        await browser.FollowAsync("form[action*='/claims'] button");

        Assert.Contains("Thank you", await browser.TextAsync("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("our answer is due by", await browser.TextAsync(), StringComparison.Ordinal);
        var claim = Assert.Single((await shop.Operations.GetAsync("claims")).Expect(HttpStatusCode.OK).Json["claims"]!.AsArray());
        var file = (await shop.Operations.GetAsync($"claims/{claim!["claimId"]}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("The screen <b>cracked.\nIt does not start.", (string?)file["claim"]!["description"]);
        Assert.Equal(1, (int?)file["claim"]!["lines"]![0]!["quantity"]);
        Assert.Single(file["claim"]!["photos"]!.AsArray());
        File.Delete(photo);
    }

    private static async Task FillAsync(Browser browser)
    {
        await browser.ClickAsync("details:has(#claim-kind) summary");
        await browser.EvaluateAsync("document.querySelector('#claim-lines').selectedIndex = 1");
        await browser.TypeAsync("#claim-text", "The screen <b>cracked.\nIt does not start.");
    }
}
