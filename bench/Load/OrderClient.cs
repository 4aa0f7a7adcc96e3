using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Soak.Harness;

namespace Bench.Load;

/// <summary>
/// Storefront, payment provider and carrier of whole orders: placed, paid, booked, picked up, delivered; over HTTP and signed webhooks, and
/// seen by nothing but looks at the order. A look asks the shop to answer when the order changes; where it answers at once, the looks pause
/// for 60 ms to half a second.
/// </summary>
internal sealed class OrderClient : IDisposable
{
    private const string Sku = "AC-CASE";
    private const int MostOfOneDelivery = 1_000_000;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly CountingHandler _counter = new();
    private readonly HttpClient _http;
    private readonly Storefront _storefront;
    private readonly SandboxCompany _company;
    private int _orders;

    public OrderClient(Uri app)
    {
        _http = new HttpClient(_counter) { BaseAddress = app, Timeout = Limit };
        _storefront = new Storefront(_http);
        _company = new SandboxCompany(_http);
    }

    /// <summary>HTTP requests so far.</summary>
    public int Requests => _counter.Requests;

    /// <summary>Puts more on stock than all orders want.</summary>
    public async Task StockAsync() =>
        (
            await new Operations(_http).PostAsync(
                $"stock/{Sku}/receive",
                new
                {
                    delivery = "bench",
                    quantity = MostOfOneDelivery,
                    by = "bench",
                }
            )
        ).Expect(HttpStatusCode.OK);

    /// <summary>One order, from its placing to its delivery.</summary>
    /// <exception cref="HttpRequestException">The shop refuses something.</exception>
    /// <exception cref="TimeoutException">The order does not go on.</exception>
    public async Task<OrderTimes> WalkAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        var order = await PlaceAsync();
        var placed = Stopwatch.GetElapsedTime(begun);
        var waybill = await BookAsync(order);
        var booked = Stopwatch.GetElapsedTime(begun);
        await ScanAsync(waybill, "picked_up");
        await ScanAsync(waybill, "delivered");
        await UntilAsync(order.Id, seen => seen.Status is "delivered" or "closed");
        return new(placed, booked, Stopwatch.GetElapsedTime(begun));
    }

    /// <summary>One order, up to its parcel.</summary>
    /// <returns>The parcel's waybill.</returns>
    public async Task<string> BookAsync() => await BookAsync(await PlaceAsync());

    /// <summary>The carrier says by webhook what happened to a parcel.</summary>
    public async Task ScanAsync(string waybill, string status) =>
        (
            await _company.CarrierWebhookAsync(
                JsonSerializer.Serialize(
                    new
                    {
                        eventId = Guid.NewGuid(),
                        waybill,
                        status,
                        time = DateTimeOffset.UtcNow,
                        place = "Shenzhen",
                    }
                )
            )
        ).Expect(HttpStatusCode.OK, HttpStatusCode.Accepted);

    public void Dispose() => _http.Dispose();

    private async Task<OrderSeen> PlaceAsync()
    {
        // Each goes to another address: many orders to one are for a person to look at.
        var form = new OrderForm
        {
            Name = "Li Lei",
            Locale = "en",
            Lines = [(Sku, 1)],
        };
        form.ShipTo["line1"] = $"科技园路 {Statistics.Text(Interlocked.Increment(ref _orders), "0")} 号";
        return await _storefront.PlaceAsync(form);
    }

    private async Task<string> BookAsync(OrderSeen order)
    {
        var paid = SandboxCompany.Paid(order.Id, order.Due);
        (await _company.PaymentWebhookAsync(paid)).Expect(HttpStatusCode.OK, HttpStatusCode.Accepted);
        return (await UntilAsync(order.Id, seen => seen.Waybill is not null)).Waybill!;
    }

    private async Task<OrderSeen> UntilAsync(string orderId, Func<OrderSeen, bool> isThere)
    {
        var (begun, pause, look) = (Stopwatch.GetTimestamp(), FirstPause, new Look(null, null));
        while (true)
        {
            var (asked, before) = (Stopwatch.GetTimestamp(), look);
            look = await LookAsync(orderId, before);
            if (look.Order is { } order && isThere(order))
                return order;
            if (look.Order is { IsFinal: true } || Stopwatch.GetElapsedTime(begun) > Limit)
                throw new TimeoutException($"The order is not as expected: {look.Order}");

            // An answer that brings nothing new, long before the wait is over, comes from a shop that does not wait.
            if (look.Version is not null && (look != before || Stopwatch.GetElapsedTime(asked) > LookWait / 2))
                continue;
            await Task.Delay(pause);
            pause = TimeSpan.FromTicks(Math.Min((long)(pause.Ticks * 1.3), LongestPause.Ticks));
        }
    }

    /// <returns>The look before, if nothing has changed since.</returns>
    private async Task<Look> LookAsync(string orderId, Look before)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"api/orders/{orderId}", UriKind.Relative));
        request.Headers.Add("x-functions-key", App.StorefrontKey);
        request.Headers.Add("Prefer", $"wait={Statistics.Text(LookWait.TotalSeconds, "0")}");
        if (before.Version is not null)
            request.Headers.Add("If-None-Match", before.Version);
        using var answer = await _http.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.NotModified)
            return before;
        var version = answer.Headers.ETag?.ToString();
        var order = new OrderSeen(JsonNode.Parse((await Answer.ReadAsync(answer)).Expect(HttpStatusCode.OK).Text)!);
        return version is not null && version == before.Version ? before : new Look(order, version);
    }

    /// <param name="Version">The order view's ETag; null where the shop gives none.</param>
    private sealed record Look(OrderSeen? Order, string? Version);

    private sealed class CountingHandler() : DelegatingHandler(new SocketsHttpHandler { UseCookies = false })
    {
        private int _requests;

        public int Requests => Volatile.Read(ref _requests);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _requests);
            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>When things were seen to have happened, since the client began to place the order.</summary>
internal sealed record OrderTimes(TimeSpan Placed, TimeSpan Booked, TimeSpan Delivered);
