using System.Globalization;
using Orders.Functions.Orchestrations.Orders;

namespace EndToEnd.Tests.Telemetry;

/// <summary>What host and worker tell a collector about one order, from the storefront's call to the customer's mails.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private readonly Collector _collector = Collector.Start();
    private Shop? _shop;

    private Shop Shop => _shop!;

    private string Worker => Shop.App.Worker!.Value.ToString(CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync() =>
        _shop = await Shop.OpenAsync(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Url,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
                ["Watchdog__Schedule"] = "*/2 * * * * *",
            }
        );

    public async ValueTask DisposeAsync()
    {
        if (_shop is not null)
            await _shop.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task An_order_is_one_trace_of_host_and_worker_that_names_nobody()
    {
        var form = OrderForm.English();
        var placed = await Shop.Storefront.PlaceAsync(form);
        await Shop.Walker.WalkAsync(placed.Id);
        await Shop.Storefront.WaitForAsync(placed.Id, "closed");
        var trace = await WholeTraceOfAsync(placed.Id);

        var call = Assert.Single(trace, span => span.Parent.Length == 0);
        Assert.NotEqual(Worker, call.Process);
        Assert.Contains(trace, span => span.Process == Worker && span.Name == "function PlaceOrder");
        AssertStepReachesStorage(trace);
        AssertMailIsSent(trace, placed.Id);

        Assert.All(OrderForm.PersonalTraces, text => Assert.Empty(_collector.PlacesOf(text)));
        Assert.All(
            _collector.Spans.SelectMany(span => span.Attributes.Values),
            value => Assert.DoesNotContain(form.CustomerId, value, StringComparison.Ordinal)
        );
        await DrawAsync(trace);
    }

    [Fact]
    public async Task Gauges_show_how_the_shop_stands()
    {
        var placed = await Shop.Storefront.PlaceAsync(OrderForm.English());
        await Shop.Storefront.WaitForAsync(placed.Id, "awaiting_payment");

        await SeesAsync("orders.open", 1, "order.status", "awaiting_payment");
        await SeesAsync("orders.open", 0, "order.status", "preparing");
        await SeesAsync("orders.tasks.open", 0, "queue", "claims");
        await SeesAsync("orders.mails.waiting", 0);
        await SeesAsync("orders.events.oldest", 0);
        Assert.Contains(
            _collector.Points,
            point => point is { Metric: "orders.storage.duration", Value: > 0 } && point.Attributes["storage.service"] == "table"
        );
    }

    private IReadOnlyList<SeenSpan> TraceOf(string orderId)
    {
        var spans = _collector.Spans;
        var start = spans.FirstOrDefault(span =>
            span.Name.StartsWith("create_orchestration:OrderOrchestration", StringComparison.Ordinal)
            && span.Attributes["durabletask.task.instance_id"] == orderId
        );
        return start is null ? [] : [.. spans.Where(span => span.Trace == start.Trace)];
    }

    // The engine tells of an orchestration when it has ended, and each process sends what it has in its own time.
    private async Task<IReadOnlyList<SeenSpan>> WholeTraceOfAsync(string orderId)
    {
        await SeesAsync(
            () =>
                TraceOf(orderId)
                    .Count(span =>
                        span.Name == "send mail" || span.Name.StartsWith("orchestration:OrderOrchestration", StringComparison.Ordinal)
                    ),
            count => count > 1,
            "the order's and its mails' spans"
        );
        await SeesAsync(() => Orphans(TraceOf(orderId)), orphans => orphans.Count == 0, "no span whose parent is missing");
        return TraceOf(orderId);
    }

    private static IReadOnlyList<SeenSpan> Orphans(IReadOnlyList<SeenSpan> trace)
    {
        var ids = trace.Select(span => span.Id).ToHashSet(StringComparer.Ordinal);
        return [.. trace.Where(span => span.Parent.Length > 0 && !ids.Contains(span.Parent))];
    }

    /// <summary>
    /// From a table call of an activity's function upwards: function, activity, orchestration, and so on to the storefront's call.
    /// </summary>
    private void AssertStepReachesStorage(IReadOnlyList<SeenSpan> trace)
    {
        var byId = trace.ToDictionary(span => span.Id, StringComparer.Ordinal);
        var ways = trace
            .Where(span =>
                span.Attributes.ContainsKey("url.full") && span.Attributes["url.full"].EndsWith("/Orders", StringComparison.Ordinal)
            )
            .Select(span => Way(span, byId));

        Assert.Contains(
            ways,
            way =>
                way.Any(span => span.Process == Worker && span.Name.StartsWith("function ", StringComparison.Ordinal))
                && way.Any(span => span.Process != Worker && span.Name.StartsWith("activity:", StringComparison.Ordinal))
                && way.Any(span =>
                    span.Process != Worker && span.Name.StartsWith("orchestration:OrderOrchestration", StringComparison.Ordinal)
                )
                && way[^1].Parent.Length == 0
        );
    }

    private static void AssertMailIsSent(IReadOnlyList<SeenSpan> trace, string orderId)
    {
        var mails = trace.Where(span => span.Name == "send mail").ToList();

        Assert.All(mails, mail => Assert.Equal(orderId, mail.Attributes["order.id"]));
        Assert.Contains("received", mails.Select(mail => mail.Attributes["mail.kind"]));
        Assert.Contains(trace, span => mails.Exists(mail => mail.Id == span.Parent) && span.Attributes.ContainsKey("http.request.method"));
    }

    private static List<SeenSpan> Way(SeenSpan span, Dictionary<string, SeenSpan> byId)
    {
        List<SeenSpan> way = [span];
        while (byId.TryGetValue(way[^1].Parent, out var parent))
            way.Add(parent);
        return way;
    }

    private static Task SeesAsync<T>(Func<T> read, Func<T, bool> isDone, string expected) =>
        Eventually.GetAsync(() => Task.FromResult(read()), isDone, expected);

    private Task SeesAsync(string metric, double value, string? attribute = null, string? text = null) =>
        SeesAsync(
            () =>
                _collector.Points.LastOrDefault(point =>
                    point.Metric == metric && (attribute is null || point.Attributes[attribute] == text)
                ),
            point => point?.Value == value,
            $"{metric} {text} is {value}"
        );

    /// <summary>
    /// The picture of docs/operations.md: <c>ORDERS_TRACE_PICTURE=docs/pictures/trace.svg dotnet test …</c> draws it anew.
    /// </summary>
    private async Task DrawAsync(IReadOnlyList<SeenSpan> trace)
    {
        if (Environment.GetEnvironmentVariable("ORDERS_TRACE_PICTURE") is { Length: > 0 } file)
            await File.WriteAllTextAsync(file, TracePicture.Draw(trace, Worker));
    }
}
