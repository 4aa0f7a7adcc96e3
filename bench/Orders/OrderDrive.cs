using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Soak.Harness;

namespace Bench.Orders;

/// <summary>
/// Storefront, customer and carrier of an order on the main road. It watches the order in the tables, past the line that is counted, so
/// that watching costs the app nothing.
/// </summary>
internal sealed class OrderDrive : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly TableClient _orders;
    private readonly TableClient _history;

    /// <param name="connectionString">Of the storage itself.</param>
    public OrderDrive(Uri app, string connectionString)
    {
        _http = new HttpClient { BaseAddress = app };
        var tables = new TableServiceClient(connectionString);
        _orders = tables.GetTableClient("Orders");
        _history = tables.GetTableClient(App.Hub + "History");
    }

    /// <summary>Place, pay, book, picked up, delivered, closed.</summary>
    /// <returns>The order's id.</returns>
    public async Task<string> WalkAsync(int number)
    {
        var order = await PlaceAsync(number);
        var id = (string)order["orderId"]!;
        await StatusAsync(id, "AwaitingPayment");
        await WebhookAsync(
            "payments/sandbox",
            new
            {
                eventId = $"{id}-pay",
                orderId = id,
                type = "succeeded",
                amount = order["total"],
                method = "card",
            }
        );
        var waybill = await WaybillAsync(id);
        foreach (var (scan, status) in new[] { ("picked_up", "Shipped"), ("delivered", "Delivered") })
        {
            await WebhookAsync(
                "carriers/sandbox",
                new
                {
                    eventId = $"{id}-{scan}",
                    waybill,
                    status = scan,
                    time = DateTimeOffset.UtcNow.ToString("O"),
                    place = "Shenzhen",
                }
            );
            await StatusAsync(id, status);
        }

        await StatusAsync(id, "Closed");
        return id;
    }

    /// <summary>The kinds of the history events of an order's orchestrations.</summary>
    public async Task<IReadOnlyList<string>> HistoryAsync(string orderId)
    {
        var kinds = new List<string>();
        await foreach (
            var row in _history.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey ge {orderId} and PartitionKey lt {orderId + "~"}")
            )
        )
        {
            // The sentinel, which is no event, has no type.
            if (row.GetString("EventType") is { } kind)
                kinds.Add(kind);
        }

        return kinds;
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> PlaceAsync(int number)
    {
        var customer = $"c-bench-{Statistics.Text(number, "0")}";
        var body = JsonSerializer.Serialize(
            new
            {
                customer = new
                {
                    id = customer,
                    name = "李雷",
                    email = $"{customer}@shop.example",
                    phone = "+8613800138000",
                    locale = "zh-CN",
                    verified = true,
                },
                lines = new[] { new { sku = "HW-PRO", quantity = 1 } },
                shipTo = new
                {
                    recipient = "李雷",
                    phone = "+8613800138000",
                    country = "CN",
                    region = "广东省",
                    city = "深圳市",
                    line1 = "科技园路 1 号",
                    postalCode = "518000",
                },
                shippingClass = "express",
                paymentMethod = "card",
                outOfStock = "ask",
                acceptDuties = false,
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("api/orders", UriKind.Relative)) { Content = Content(body) };
        request.Headers.Add("x-functions-key", App.StorefrontKey);
        request.Headers.Add("Idempotency-Key", customer);
        return JsonNode.Parse(await SendAsync(request))!;
    }

    private async Task WebhookAsync(string sender, object body)
    {
        var text = JsonSerializer.Serialize(body);
        var time = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(App.SandboxSecret), Encoding.UTF8.GetBytes($"{time}.{text}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"api/webhooks/{sender}", UriKind.Relative))
        {
            Content = Content(text),
        };
        request.Headers.Add("Sandbox-Signature", $"t={time},v1={Convert.ToHexStringLower(signature)}");
        await SendAsync(request);
    }

    private Task StatusAsync(string orderId, string status) =>
        UntilAsync(
            $"order {orderId} is {status}",
            async () =>
                (await _orders.GetEntityIfExistsAsync<TableEntity>(orderId, "state", ["Status"])) is { HasValue: true } row
                && row.Value!.GetString("Status") == status
                    ? status
                    : null
        );

    private Task<string> WaybillAsync(string orderId) =>
        UntilAsync(
            $"order {orderId} has a waybill",
            async () =>
                (await _orders.GetEntityIfExistsAsync<TableEntity>(orderId, "parcel:0001", ["Json"])) is { HasValue: true } row
                    ? (string?)JsonNode.Parse(row.Value!.GetString("Json"))!["waybill"]
                    : null
        );

    private static async Task<string> UntilAsync(string what, Func<Task<string?>> look)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < Limit)
        {
            if (await look() is { } found)
                return found;
            await Task.Delay(50);
        }

        throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s until {what}.");
    }

    private async Task<string> SendAsync(HttpRequestMessage request)
    {
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? text
            : throw new InvalidOperationException($"{request.RequestUri}: {(int)answer.StatusCode} {text}");
    }

    private static StringContent Content(string body) => new(body, Encoding.UTF8, "application/json");
}
