using System.Net;
using EndToEnd.Tests.Harness;
using Orders.Testing;

namespace EndToEnd.Tests;

/// <summary>A question with attachments, from the customer to the answer in their mail.</summary>
[Collection(nameof(LongWindows))]
public sealed class ServiceRequestTests(LongWindows shared)
{
    private const string Question = "It does not start.\nWhat can I do? Ottoline Quarrington";

    private readonly Shop _shop = shared.Shop;

    [Fact]
    public async Task Request_with_attachments_is_answered_and_the_customer_sees_the_clock()
    {
        var order = await _shop.Storefront.PlaceAsync(OrderForm.English());

        var filed = (
            await Storefront.AgainAsync(() => AskAsync(order.Id, ("photo.png", Pictures.Png()), ("log.txt", "boot failed"u8.ToArray())))
        ).Expect(HttpStatusCode.Created);
        var id = (string)filed.Json["requestId"]!;
        Assert.Equal($"/api/orders/{order.Id}/requests/{id}", filed.Location!.OriginalString);
        Assert.True((DateTimeOffset)filed.Json["answerBy"]! > DateTimeOffset.UtcNow.AddDays(2));

        var listed = (await _shop.Operations.GetAsync("requests")).Expect(HttpStatusCode.OK).Json["requests"]!.AsArray();
        Assert.Contains(listed, row => (string?)row!["requestId"] == id && (int)row["attachments"]! == 2);
        var file = (await _shop.Operations.GetAsync($"requests/{id}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(Question, (string?)file["request"]!["text"]);
        Assert.Equal("boot failed", (await _shop.Operations.GetAsync($"requests/{id}/attachments/2")).Expect(HttpStatusCode.OK).Text);

        (await ReplyAsync(id)).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Conflict, (await ReplyAsync(id)).Status);

        var seen = (await _shop.Storefront.GetPathAsync($"api/orders/{order.Id}/requests/{id}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(
            ("answered", Question, "Hold the button.\nThen wait."),
            ((string?)seen["status"], (string?)seen["text"], (string?)seen["answer"])
        );
        Assert.Equal("answered", (string?)(await _shop.Storefront.GetAsync(order.Id)).View["requests"]![0]!["status"]);
        Assert.DoesNotContain(
            (await _shop.Operations.GetAsync("requests")).Json["requests"]!.AsArray(),
            row => (string?)row!["requestId"] == id
        );
        var mails = await _shop.Mailbox.ExpectAsync(order.Id, "received", "request_received", "request_answered");
        Assert.Contains("Hold the button.", mails[2].Text, StringComparison.Ordinal);
        (await _shop.Storefront.CancelAsync(order.Id)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Ended_order_takes_no_request_and_names_the_shops_contact()
    {
        var order = await _shop.Storefront.PlaceAsync(new OrderForm());
        (await Storefront.AgainAsync(() => _shop.Storefront.CancelAsync(order.Id))).Expect(HttpStatusCode.OK);

        var refused = await AskAsync(order.Id);

        Assert.Equal((HttpStatusCode.Conflict, "finished"), (refused.Status, (string?)refused.Json["reason"]));
        Assert.Contains("@", (string?)refused.Json["detail"], StringComparison.Ordinal);
        Assert.Empty((await _shop.Storefront.GetAsync(order.Id)).View["requests"]!.AsArray());
    }

    private Task<Answer> AskAsync(string orderId, params (string Name, byte[] Content)[] attachments)
    {
        var form = new MultipartFormDataContent { { new StringContent(Question), "text" } };
        foreach (var (name, content) in attachments)
            form.Add(new ByteArrayContent(content), "attachments[]", name);
        return _shop.Storefront.PostFormAsync($"api/orders/{orderId}/requests", form);
    }

    private Task<Answer> ReplyAsync(string id) =>
        _shop.Operations.PostAsync($"requests/{id}/reply", new { text = "Hold the button.\nThen wait.", by = "mei" });
}
