using System.Net;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Harness;
using Orders.Testing;

namespace EndToEnd.Tests;

/// <summary>A claim with photos, from the customer's form to the answer of operations and what comes of it.</summary>
[Collection(nameof(LongWindows))]
public sealed class ClaimTests(LongWindows shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Claim_with_photos_is_refunded()
    {
        var order = await DeliveredAsync(OrderForm.English());

        var filed = (await FileAsync(order.Id, "damaged", [Pictures.Jpeg(), Pictures.Webp()])).Expect(HttpStatusCode.Created);
        var claimId = (string)filed.Json["claimId"]!;
        Assert.Equal($"/api/orders/{order.Id}/claims/{claimId}", filed.Location!.OriginalString);
        Assert.True((DateTimeOffset)filed.Json["answerBy"]! > DateTimeOffset.UtcNow.AddDays(2));

        // What operations see: what they wrote and showed, the parcel as it was, and the claim among those that wait.
        var listed = (await _shop.Operations.GetAsync("claims")).Expect(HttpStatusCode.OK).Json["claims"]!.AsArray();
        Assert.Contains(listed, claim => (string?)claim!["claimId"] == claimId && (int)claim["photos"]! == 2);
        Assert.Equal(
            listed.Select(claim => (DateTimeOffset)claim!["answerBy"]!).Order(),
            listed.Select(claim => (DateTimeOffset)claim!["answerBy"]!)
        );
        var file = (await _shop.Operations.GetAsync($"claims/{claimId}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("The corner is dented, says Ottoline Quarrington.", (string?)file["claim"]!["description"]);
        Assert.Equal(order.Waybill, (string?)file["parcelsThen"]![0]!["waybill"]);
        Assert.Equal(4, file["parcelsThen"]![0]!["scans"]!.AsArray().Count);
        Assert.Equal(HttpStatusCode.OK, (await _shop.Operations.GetAsync($"claims/{claimId}/photos/2")).Status);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await _shop.Storefront.GetPathAsync($"api/orders/{order.Id}/claims/{claimId}/photos/1", "wrong")).Status
        );

        var decided = await DecideAsync(claimId, "refund", amount: 5000);

        Assert.Equal(HttpStatusCode.OK, decided.Status);
        Assert.Equal(HttpStatusCode.Conflict, (await DecideAsync(claimId, "declined")).Status);
        var paid = await Eventually.GetAsync(
            () => _shop.Storefront.GetAsync(order.Id),
            seen => seen.Refunded == 5000,
            "5000 were refunded"
        );
        Assert.Equal("delivered", paid.Status);
        Assert.Equal("refund", (string?)paid.View["claims"]![0]!["outcome"]);
        Assert.Equal(5000, (long)(await _shop.Company.PaymentsAsync(order.Id))["refunds"]!.AsArray().Single()!["amount"]!["amount"]!);
        await Eventually.GetAsync(() => _shop.Books.DifferencesAsync(order.Id), differences => differences.Count == 0, "the books balance");
        Assert.DoesNotContain(
            (await _shop.Operations.GetAsync("claims")).Json["claims"]!.AsArray(),
            claim => (string?)claim!["claimId"] == claimId
        );
        var mails = await _shop.Mailbox.ExpectAsync(
            order.Id,
            "received",
            "paid",
            "shipped",
            "delivered",
            "claim_received",
            "claim_answered"
        );
        Assert.Contains("Hardware wallet", mails[4].Text, StringComparison.Ordinal);
        Assert.Contains("We are sorry.", mails[5].Text, StringComparison.Ordinal);
        Assert.Contains("50.00", mails[5].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_with_photos_is_compensated_by_a_new_parcel()
    {
        var order = await DeliveredAsync(new OrderForm());
        var filed = (await FileAsync(order.Id, "wrong", [Pictures.Heic()])).Expect(HttpStatusCode.Created);

        (await DecideAsync((string)filed.Json["claimId"]!, "replacement")).Expect(HttpStatusCode.OK);

        var sent = await Eventually.GetAsync(
            () => _shop.Storefront.GetAsync(order.Id),
            seen => (string?)seen.View["parcels"]!.AsArray().ElementAtOrDefault(1)?["waybill"] is not null,
            "a second parcel is booked"
        );
        var waybill = (string)sent.View["parcels"]![1]!["waybill"]!;
        foreach (var scan in (string[])["picked_up", "delivered"])
            (await _shop.Company.ScanAsync(waybill, scan)).Expect(HttpStatusCode.OK);

        var again = await Eventually.GetAsync(
            () => _shop.Storefront.GetAsync(order.Id),
            seen => (string?)seen.View["parcels"]![1]!["status"] == "delivered" && seen.Status == "delivered",
            "the second parcel arrived"
        );
        Assert.Equal(0, again.Refunded);
        Assert.Equal("replacement", (string?)again.View["claims"]![0]!["outcome"]);
        await Eventually.GetAsync(() => _shop.Books.DifferencesAsync(order.Id), differences => differences.Count == 0, "the books balance");
        await _shop.Mailbox.ExpectAsync(
            order.Id,
            "received",
            "paid",
            "shipped",
            "delivered",
            "claim_received",
            "claim_answered",
            "shipped",
            "delivered"
        );
    }

    [Fact]
    public async Task Claim_that_never_reached_its_order_reaches_it_when_filed_again()
    {
        var order = await DeliveredAsync(new OrderForm());
        var claimId = await _shop.Books.StoreClaimUnheardAsync(order.Id);

        var again = await FileAsync(order.Id, "damaged", [Pictures.Jpeg()]);

        Assert.Equal((HttpStatusCode.Conflict, "claim_open"), (again.Status, (string?)again.Json["reason"]));
        await _shop.Mailbox.WaitForAsync(order.Id, "claim_received");
        (await DecideAsync(claimId, "declined")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Claim_that_never_reached_its_ended_order_ends_and_customer_is_told()
    {
        var cancelled = await _shop.Storefront.PlaceAsync(new OrderForm());
        (await Storefront.AgainAsync(() => _shop.Storefront.CancelAsync(cancelled.Id))).Expect(HttpStatusCode.OK, HttpStatusCode.Accepted);
        await _shop.Storefront.WaitForAsync(cancelled.Id, "cancelled");
        var claimId = await _shop.Books.StoreClaimUnheardAsync(cancelled.Id);

        var decided = await DecideAsync(claimId, "declined");

        Assert.Equal((HttpStatusCode.Conflict, "finished"), (decided.Status, (string?)decided.Json["reason"]));
        Assert.Equal(
            "declined",
            (string?)Assert.Single((await _shop.Storefront.GetAsync(cancelled.Id)).View["claims"]!.AsArray())!["status"]
        );
        await _shop.Mailbox.WaitForAsync(cancelled.Id, "case_refused");
    }

    [Fact]
    public async Task Attacks_by_upload_are_refused_and_leave_nothing_behind()
    {
        var order = await DeliveredAsync(new OrderForm());

        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType,
            (await FileAsync(order.Id, "damaged", ["MZ, a program that is called photo.jpg"u8.ToArray()])).Status
        );
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (
                await FileAsync(
                    order.Id,
                    "damaged",
                    [
                        [.. Pictures.Jpeg(), .. new byte[11_000_000]],
                    ]
                )
            ).Status
        );
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (await FileAsync(order.Id, "damaged", [.. Enumerable.Repeat(Pictures.Jpeg(), 9)])).Status
        );
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (
                await FileAsync(
                    order.Id,
                    "damaged",
                    [
                        [.. Pictures.Png(), .. Pictures.Zip()],
                    ]
                )
            ).Status
        );
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await FileAsync(order.Id, "damaged", [Pictures.Jpeg()], name: "../../startup.jpg")).Status
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await FileAsync(order.Id, "damaged", [Pictures.PngBomb(60_000, 60_000)])).Status);

        Assert.Empty((await _shop.Storefront.GetAsync(order.Id)).View["claims"]!.AsArray());
        Assert.DoesNotContain(
            (await _shop.Operations.GetAsync("claims")).Json["claims"]!.AsArray(),
            claim => (string?)claim!["orderId"] == order.Id
        );
        await Eventually.GetAsync(
            _shop.Books.OrphanFilesAsync,
            orphans => orphans.Count == 0,
            "every stored file belongs to a claim that was filed"
        );
    }

    private async Task<OrderSeen> DeliveredAsync(OrderForm form)
    {
        var placed = await _shop.Storefront.PlaceAsync(form);
        return await _shop.Walker.WalkAsync(placed.Id, "delivered");
    }

    private Task<Answer> FileAsync(string orderId, string kind, byte[][] photos, string name = "photo.jpg") =>
        _shop.FileClaimAsync(orderId, kind, photos, name);

    private Task<Answer> DecideAsync(string claimId, string decision, long? amount = null)
    {
        var body = new JsonObject
        {
            ["decision"] = decision,
            ["liability"] = "carrier",
            ["reason"] = "We are sorry.",
            ["by"] = "mei",
        };
        if (amount is not null)
            body["amount"] = new JsonObject { ["amount"] = amount, ["currency"] = "USD" };
        return _shop.Operations.PostAsync($"claims/{claimId}/decision", body);
    }
}
