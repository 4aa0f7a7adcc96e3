using System.Net;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Harness;

namespace EndToEnd.Tests;

/// <summary>What the people of operations see, find and decide.</summary>
public sealed class OperationsTests(SharedShop shared)
{
    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Order_in_manual_review_waits_until_approved_and_is_found_by_email()
    {
        var form = new OrderForm();
        var id = await PlaceForReviewAsync(form);

        var review = await WaitForReviewAsync(id);
        Assert.Equal("blocked_email_domain", (string?)review["rules"]![0]);
        Assert.Contains(
            id,
            (await _shop.Operations.GetAsync("work?queue=reviews")).Expect(HttpStatusCode.OK).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            id,
            (await _shop.Operations.GetAsync($"search?email={form.CustomerId}@mailinator.com&status=in_review"))
                .Expect(HttpStatusCode.OK)
                .Text,
            StringComparison.Ordinal
        );

        var decided = (
            await _shop.Operations.PostAsync(
                $"orders/{id}/review",
                new
                {
                    decision = "pass",
                    reason = "known customer",
                    by = "Mei",
                }
            )
        ).Expect(HttpStatusCode.OK);
        Assert.Equal(id, (string?)decided.Json["orderId"]);
        await _shop.Storefront.WaitForAsync(id, "awaiting_payment");
        Assert.Equal(
            HttpStatusCode.Conflict,
            (
                await _shop.Operations.PostAsync(
                    $"orders/{id}/review",
                    new
                    {
                        decision = "refuse",
                        reason = "late",
                        by = "Tom",
                    }
                )
            ).Status
        );
    }

    [Fact]
    public async Task Customer_of_a_refused_order_never_learns_of_a_rule()
    {
        var id = await PlaceForReviewAsync(new OrderForm { Locale = "en" });
        await WaitForReviewAsync(id);

        (
            await _shop.Operations.PostAsync(
                $"orders/{id}/review",
                new
                {
                    decision = "refuse",
                    reason = "throw-away address",
                    by = "Mei",
                }
            )
        ).Expect(HttpStatusCode.OK, HttpStatusCode.Accepted);

        var refused = await _shop.Storefront.WaitForAsync(id, "cancelled");
        Assert.Equal(["review_refused"], refused.CancelReasons);
        var mails = await _shop.Mailbox.ExpectAsync(id, "received", "cancelled");
        foreach (
            var told in (string[])
                [
                    refused.View.ToJsonString(),
                    (await _shop.Storefront.EventsAsync(id)).ToJsonString(),
                    .. mails.SelectMany(mail => new[] { mail.Text, mail.Html, mail.Subject }),
                ]
        )
        {
            foreach (var secret in (string[])["blocked", "domain", "score", "risk", "throw-away", "mailinator"])
                Assert.DoesNotContain(secret, told, StringComparison.OrdinalIgnoreCase);
        }
    }

    private async Task<string> PlaceForReviewAsync(OrderForm form)
    {
        var body = form.With("customer.email", $"{form.CustomerId}@mailinator.com");
        return (string)
            (await _shop.Storefront.PostAsync(body.ToJsonString(), $"k-{Guid.NewGuid():N}")).Expect(HttpStatusCode.Accepted).Json[
                "orderId"
            ]!;
    }

    private Task<JsonNode> WaitForReviewAsync(string orderId) =>
        Eventually.GetAsync(
            async () =>
                ((JsonArray)(await _shop.Operations.GetAsync("reviews")).Expect(HttpStatusCode.OK).Json["reviews"]!).FirstOrDefault(
                    review => (string?)review!["orderId"] == orderId
                )!,
            review => review is not null,
            $"order {orderId} waits for a review"
        );
}
