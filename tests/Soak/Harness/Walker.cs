using System.Net;

namespace Soak.Harness;

/// <summary>
/// Customer and carrier of an order: pays what is due and scans the parcel, step by step. Each thing is done again, under the same id,
/// until it was answered, so that the app may die at any moment.
/// </summary>
/// <param name="app">Where what went wrong may be read, if an order does not go on.</param>
internal sealed class Walker(Storefront storefront, SandboxCompany company, App? app = null)
{
    private const int MostLines = 60;
    private const int LongestLine = 400;

    // For each status: what a killed process had in hand comes back after a minute, and the next kill may hit it again; on a busy machine
    // all of it takes longer.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // What the carrier does next, by the order's status.
    private static readonly Dictionary<string, string> Scans = new(StringComparer.Ordinal)
    {
        ["preparing"] = "picked_up",
        ["shipped"] = "in_transit",
        ["in_transit"] = "out_for_delivery",
        ["out_for_delivery"] = "delivered",
    };

    /// <summary>Walks until the order is seen in one of these statuses, or at its end.</summary>
    /// <returns>The order as it is then.</returns>
    public async Task<OrderSeen> WalkAsync(string orderId, params string[] until)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        OrderSeen? before = null;
        while (true)
        {
            var order = await NextAsync(orderId, until, done, before);
            if (Arrived(order, until))
                return order;
            before = order;
        }
    }

    private async Task<OrderSeen> NextAsync(string orderId, string[] until, HashSet<string> done, OrderSeen? before)
    {
        try
        {
            return (
                await Eventually.GetAsync(
                    () => StepAsync(orderId, until, done),
                    order => order is not null && (Arrived(order, until) || order.Status != before?.Status),
                    $"order {orderId}, {before?.Status ?? "placed"}, goes on to {string.Join(", ", until)}",
                    Limit
                )
            )!;
        }
        catch (TimeoutException stuck) when (app is not null)
        {
            throw new TimeoutException(WithAllSaid(stuck), stuck);
        }
        catch (HttpRequestException refused) when (app is not null)
        {
            throw new HttpRequestException(WithAllSaid(refused), refused, refused.StatusCode);
        }

        string WithAllSaid(Exception e) =>
            $"{e.Message}\nDone for it: {string.Join(", ", done)}. What the app said:\n{Said(app!.Output, orderId)}";
    }

    private static string Said(IReadOnlyList<string> output, string orderId) =>
        string.Join(
            '\n',
            output
                .Where(line =>
                    line.Contains(orderId, StringComparison.Ordinal)
                    || line.Contains("warn:", StringComparison.Ordinal)
                    || line.Contains("fail:", StringComparison.Ordinal)
                )
                .TakeLast(MostLines)
                .Select(line => line.Length > LongestLine ? line[..LongestLine] : line)
        );

    private static bool Arrived(OrderSeen order, string[] until) => order.IsFinal || until.Contains(order.Status);

    private async Task<OrderSeen?> StepAsync(string orderId, string[] until, HashSet<string> done)
    {
        try
        {
            var order = await storefront.GetAsync(orderId);
            if (!Arrived(order, until))
                await ActAsync(order, done);
            return order;
        }
        catch (Exception e) when (App.IsDown(e))
        {
            return null;
        }
    }

    private async Task ActAsync(OrderSeen order, HashSet<string> done)
    {
        if (order.Status == "awaiting_payment" && done.Contains("pay") is false)
            Settle("pay", await company.PayAsync(order.Id, eventId: $"{order.Id}-pay"));
        else if (
            order.Waybill is { } waybill
            && !order.IsVoided
            && Scans.TryGetValue(order.Status, out var scan)
            && done.Contains(scan) is false
        )
            Settle(scan, await company.ScanAsync(waybill, scan, eventId: $"{order.Id}-{scan}"));

        void Settle(string what, Answer answer)
        {
            // Bad gateway: the company could not reach the shop.
            if (answer.Status == HttpStatusCode.BadGateway)
                return;
            answer.Expect(HttpStatusCode.OK);
            done.Add(what);
        }
    }
}
