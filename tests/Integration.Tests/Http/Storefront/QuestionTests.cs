using Orders.Functions.Http.Storefront;

namespace Integration.Tests.Http.Storefront;

/// <summary>Questions that are sent twice: a storefront that had no answer asks again under its key.</summary>
public sealed class QuestionTests(Face face) : IClassFixture<Face>
{
    [Fact]
    public async Task Question_asked_again_under_its_key_is_the_same_question()
    {
        var placed = await face.PlaceAsync(OrderRequests.Example(AzuriteFixture.NewId("c")).ToJsonString(), AzuriteFixture.NewId("k"));
        await face.Hub.RunUntilIdleAsync();
        var (orderId, key) = (placed.Text("orderId"), AzuriteFixture.NewId("k"));

        var atOnce = await Task.WhenAll(AskAsync(orderId, "When?", key), AskAsync(orderId, "When?", key));
        var later = await AskAsync(orderId, "When?", key);
        var other = await AskAsync(orderId, "Why?", key);
        var fresh = await AskAsync(orderId, "When?", AzuriteFixture.NewId("k"));

        Assert.All(
            [.. atOnce, later],
            answer => Assert.Equal((201, atOnce[0].Text("requestId")), (answer.Status, answer.Text("requestId")))
        );
        Assert.Equal((409, "urn:orders:idempotency-key-reused"), (other.Status, other.Text("type")));
        Assert.Equal(201, fresh.Status);
        Assert.Equal(2, (await face.Orders.FindAsync(orderId))!.Cases.Count);
    }

    private async Task<Face.Answer> AskAsync(string orderId, string text, string key)
    {
        using var form = new MultipartFormDataContent { { new StringContent(text), "text" } };
        var request = face.Request("post", headers: ("Idempotency-Key", key));
        request.ContentType = form.Headers.ContentType!.ToString();
        request.Body = new MemoryStream(await form.ReadAsByteArrayAsync());

        // The stand-in orchestration answers nothing: the call's own clock runs until its patience is over.
        var asking = face.Get<FileRequest>().RunAsync(request, orderId, face.Hub.Client, default);
        while (!asking.IsCompleted)
        {
            face.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(asking, face.Orders.FindAsync("nothing"));
        }

        return await face.AnswerAsync(await asking, request, "/api/orders/{orderId}/requests");
    }
}
