using System.Text.Json;
using Integration.Tests.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Http.Storefront;

/// <summary>A storefront that would rather wait for an order's change than ask again and again.</summary>
public sealed class OrderWaitTests(Face face, AzuriteFixture azurite) : IClassFixture<Face>
{
    [Fact]
    public async Task Waiting_storefront_is_told_of_a_change_without_looking_again()
    {
        var orderId = await PlaceAsync();
        var waiting = WaitAsync(orderId, (await GetAsync(orderId)).Headers.ETag);

        // The clock stands still: nobody's next look is due.
        await MoveAsync(face.Orders, orderId, OrderStatus.AwaitingPayment);

        var (status, order, headers) = await waiting;
        Assert.Equal((200, "awaiting_payment"), (status, order!.Value.GetProperty("status").GetString()));
        Assert.Equal("wait=20", headers["Preference-Applied"]);
    }

    [Fact]
    public async Task Change_by_another_process_is_found_by_looking()
    {
        var orderId = await PlaceAsync();
        var waiting = WaitAsync(orderId, (await GetAsync(orderId)).Headers.ETag);

        await MoveAsync(new Stores(azurite).Orders, orderId, OrderStatus.AwaitingPayment);

        var (status, order, _) = await LetTimePassAsync(waiting);
        Assert.Equal((200, "awaiting_payment"), (status, order!.Value.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Order_that_stays_as_it_is_ends_the_wait_with_itself()
    {
        var orderId = await PlaceAsync();

        var (status, order, _) = await LetTimePassAsync(GetAsync(orderId, ("Prefer", "wait=20")));

        Assert.Equal((200, "placed"), (status, order!.Value.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Order_that_is_held_already_is_not_sent_again()
    {
        var orderId = await PlaceAsync();
        var (_, _, first) = await GetAsync(orderId);
        var held = ("If-None-Match", first.ETag.ToString());

        var (atOnce, nothing, _) = await GetAsync(orderId, held);
        var (later, _, headers) = await LetTimePassAsync(GetAsync(orderId, held, ("Prefer", "wait=20")));

        Assert.Equal((304, null, 304), (atOnce, nothing, later));
        Assert.Equal((first.ETag, "wait=20"), (headers.ETag, headers["Preference-Applied"].ToString()));
    }

    [Fact]
    public async Task Holder_of_an_older_order_is_answered_at_once()
    {
        var orderId = await PlaceAsync();
        var (_, _, old) = await GetAsync(orderId);
        await MoveAsync(face.Orders, orderId, OrderStatus.AwaitingPayment);

        var (status, order, headers) = await GetAsync(orderId, ("Prefer", "wait=20"), ("If-None-Match", $"W/\"other\", {old.ETag}"));

        Assert.Equal((200, "awaiting_payment"), (status, order!.Value.GetProperty("status").GetString()));
        Assert.NotEqual(old.ETag, headers.ETag);
    }

    [Theory]
    [InlineData("respond-async, WAIT = \"20\"; reason=\"a, b\"", "wait=20")]
    [InlineData("wait=99999999999999999999", "wait=30")]
    public async Task Wait_is_read_as_it_may_be_written(string prefer, string applied)
    {
        var orderId = await PlaceAsync();

        var (_, _, headers) = await LetTimePassAsync(GetAsync(orderId, ("Prefer", prefer)));

        Assert.Equal(applied, headers["Preference-Applied"]);
    }

    [Theory]
    [InlineData("wait=soon")]
    [InlineData("wait=-1")]
    [InlineData("wait=1.5")]
    [InlineData("wait")]
    [InlineData("wait=soon, wait=20")]
    [InlineData("note=\", wait=20\"")]
    [InlineData("=, wait=20")]
    public async Task Wait_that_cannot_be_honoured_is_ignored(string prefer)
    {
        var orderId = await PlaceAsync();

        var (status, _, headers) = await GetAsync(orderId, ("Prefer", prefer));

        Assert.Equal((200, false), (status, headers.ContainsKey("Preference-Applied")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wait_ends_with_the_caller_or_the_host(bool caller)
    {
        var orderId = await PlaceAsync();
        using var end = new CancellationTokenSource();
        var request = face.Request("get", headers: [("Prefer", "wait=20")]);
        request.HttpContext.RequestAborted = caller ? end.Token : default;
        var waiting = face.Get<GetOrder>().RunAsync(request, orderId, face.Hub.Client, caller ? default : end.Token);

        await end.CancelAsync();

        // The clock stands still: nothing else would end it.
        await Task.WhenAny(waiting);
    }

    [Fact]
    public async Task Wait_that_is_ended_early_ends_without_a_failure()
    {
        var orderId = await PlaceAsync();
        using var end = new CancellationTokenSource();
        await using var following = face
            .Orders.FollowAsync(orderId, TimeSpan.FromSeconds(20), face.Time, end.Token)
            .GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await following.MoveNextAsync());
        var next = following.MoveNextAsync();

        await end.CancelAsync();

        Assert.False(await next);
    }

    [Fact]
    public async Task Unknown_order_is_not_waited_for()
    {
        var (status, _, _) = await GetAsync("nothing", ("Prefer", "wait=20"));

        Assert.Equal(404, status);
    }

    private async Task<string> PlaceAsync() =>
        (await face.PlaceAsync(OrderRequests.Example(AzuriteFixture.NewId("c")).ToJsonString(), AzuriteFixture.NewId("k"))).Text("orderId");

    private static async Task MoveAsync(OrderStore orders, string orderId, OrderStatus to)
    {
        var order = await orders.GetAsync(orderId);
        await orders.RecordAsync(new Progress(orderId, InitialState.Of(order) with { Sequence = 1, Status = to }));
    }

    private async Task<(int Status, JsonElement? Order, IHeaderDictionary Headers)> GetAsync(
        string orderId,
        params (string Name, string Value)[] headers
    )
    {
        var request = face.Request("get", headers: headers);
        var result = await face.Get<GetOrder>().RunAsync(request, orderId, face.Hub.Client, default);
        var response = request.HttpContext.Response;
        if (result is IStatusCodeHttpResult { StatusCode: 304 })
        {
            await result.ExecuteAsync(request.HttpContext);
            return (response.StatusCode, null, response.Headers);
        }

        var shown = await face.AnswerAsync(result, request, "/api/orders/{orderId}");
        return (shown.Status, shown.Body, response.Headers);
    }

    private Task<(int Status, JsonElement? Order, IHeaderDictionary Headers)> WaitAsync(string orderId, StringValues held) =>
        GetAsync(orderId, ("Prefer", "wait=20"), ("If-None-Match", held.ToString()));

    private async Task<T> LetTimePassAsync<T>(Task<T> waiting)
    {
        while (!waiting.IsCompleted)
        {
            face.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(waiting, face.Orders.FindAsync("nothing"));
        }

        return await waiting;
    }
}
