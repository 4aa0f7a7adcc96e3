using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Soak.Harness;

/// <summary>The shop's storefront: our HTTP face as its trusted caller uses it.</summary>
internal sealed class Storefront(HttpClient http)
{
    /// <summary>Places an order; asks again under the same key while the shop says that it cannot answer at the moment.</summary>
    public async Task<OrderSeen> PlaceAsync(OrderForm form, string? key = null)
    {
        var body = form.ToJson().ToJsonString();
        key ??= $"k-{Guid.NewGuid():N}";
        var answer = await AgainAsync(() => PostAsync(body, key));
        return new(answer.Expect(HttpStatusCode.Accepted).Json);
    }

    /// <param name="key">Null: without Idempotency-Key.</param>
    public Task<Answer> PostAsync(string body, string? key, string? functionKey = App.StorefrontKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("api/orders", UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return SendAsync(request, functionKey);
    }

    public Task<Answer> QuoteAsync(string body) =>
        SendAsync(
            new HttpRequestMessage(HttpMethod.Post, new Uri("api/quotes", UriKind.Relative))
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            },
            App.StorefrontKey
        );

    /// <summary>Looks at an order; looks again while the shop says that it cannot answer at the moment.</summary>
    public async Task<OrderSeen> GetAsync(string orderId) =>
        new((await AgainAsync(() => GetPathAsync($"api/orders/{orderId}"))).Expect(HttpStatusCode.OK).Json);

    public Task<OrderSeen> WaitForAsync(string orderId, params string[] statuses) =>
        Eventually.GetAsync(
            () => GetAsync(orderId),
            order => statuses.Contains(order.Status),
            $"order {orderId} is {string.Join(" or ", statuses)}"
        );

    /// <summary>Looks at an order, and waits until it is no longer as it was when the call came.</summary>
    public async Task<OrderSeen> GetChangedAsync(string orderId, TimeSpan atMost)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"api/orders/{orderId}", UriKind.Relative));
        request.Headers.Add("Prefer", FormattableString.Invariant($"wait={atMost.TotalSeconds}"));
        return new((await SendAsync(request, App.StorefrontKey)).Expect(HttpStatusCode.OK).Json);
    }

    /// <summary>The kinds of the timeline, oldest first.</summary>
    public async Task<IReadOnlyList<string>> TimelineAsync(string orderId) =>
        [.. ((JsonArray)(await EventsAsync(orderId))["events"]!).Select(entry => (string)entry!["kind"]!)];

    public async Task<JsonNode> EventsAsync(string orderId) =>
        (await AgainAsync(() => GetPathAsync($"api/orders/{orderId}/events"))).Expect(HttpStatusCode.OK).Json;

    public Task<Answer> CancelAsync(string orderId, string reason = "changed my mind") =>
        SendAsync(
            new HttpRequestMessage(HttpMethod.Post, new Uri($"api/orders/{orderId}/cancel", UriKind.Relative))
            {
                Content = JsonContent.Create(new { reason }),
            },
            App.StorefrontKey
        );

    /// <summary>Does again what was answered with 503, as that answer says.</summary>
    public static Task<Answer> AgainAsync(Func<Task<Answer>> call) =>
        Eventually.GetAsync(call, answer => answer.Status != HttpStatusCode.ServiceUnavailable, "the shop can answer");

    /// <summary>Gives some units up.</summary>
    public Task<Answer> CancelLinesAsync(string orderId, params (string Sku, int Quantity)[] lines) =>
        SendJsonAsync(
            HttpMethod.Post,
            $"api/orders/{orderId}/cancel",
            new { lines = lines.Select(line => new { sku = line.Sku, quantity = line.Quantity }) }
        );

    public Task<Answer> ChangeAsync(string orderId, string body) =>
        SendJsonAsync(HttpMethod.Post, $"api/orders/{orderId}/changes", JsonNode.Parse(body)!);

    public Task<Answer> ConfirmChangeAsync(string orderId, string changeId, bool acceptDuties = false) =>
        SendJsonAsync(HttpMethod.Post, $"api/orders/{orderId}/changes/{changeId}/confirm", new { acceptDuties });

    public Task<Answer> DecideStockAsync(string orderId, object choice) =>
        SendJsonAsync(HttpMethod.Post, $"api/orders/{orderId}/stock-decision", choice);

    public Task<Answer> MoveAsync(string orderId, JsonObject shipTo) =>
        SendJsonAsync(HttpMethod.Patch, $"api/orders/{orderId}", new JsonObject { ["shipTo"] = shipTo });

    public Task<Answer> GetPathAsync(string path, string? functionKey = App.StorefrontKey) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)), functionKey);

    public async Task<byte[]> LabelAsync(string orderId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"api/orders/{orderId}/parcels/1/label.pdf", UriKind.Relative));
        request.Headers.Add("x-functions-key", App.StorefrontKey);
        using var response = await http.SendAsync(request);
        if ((response.StatusCode, response.Content.Headers.ContentType?.MediaType) != (HttpStatusCode.OK, "application/pdf"))
            throw new HttpRequestException(
                $"Expected a label: {(int)response.StatusCode} {response.Content.Headers.ContentType}",
                inner: null,
                response.StatusCode
            );
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Posts texts and files.</summary>
    public Task<Answer> PostFormAsync(string path, MultipartFormDataContent form) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = form }, App.StorefrontKey);

    public Task<Answer> PostJsonAsync<T>(string path, T body) => SendJsonAsync(HttpMethod.Post, path, body);

    private Task<Answer> SendJsonAsync<T>(HttpMethod method, string path, T body) =>
        SendAsync(
            new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) },
            App.StorefrontKey
        );

    private async Task<Answer> SendAsync(HttpRequestMessage request, string? functionKey)
    {
        using (request)
        {
            if (functionKey is not null)
                request.Headers.Add("x-functions-key", functionKey);
            using var response = await http.SendAsync(request);
            return await Answer.ReadAsync(response);
        }
    }
}
