using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Soak.Harness;

namespace Soak;

/// <summary>Pauses the storage and watches what callers get meanwhile, what memory it costs, and how soon the app is back.</summary>
internal sealed class StallWatch(Fleet fleet, Probe probe, SoakOptions options)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    public async Task<StallSeen> RunAsync(TimeSpan duration)
    {
        var app = fleet.Serving[0];
        var (hosts, before) = (fleet.Serving.Count, app.ResidentBytes);
        var violations = new ConcurrentQueue<string>();
        var slowest = TimeSpan.Zero;
        var answers = 0;
        var most = before;
        var over = false;
        var calls = new List<Task>();
        var begun = Stopwatch.GetTimestamp();
        using (fleet.StallStorage())
        {
            // One of each kind now and then, and once, when everything hangs already, a crowd.
            var crowd = false;
            while (Stopwatch.GetElapsedTime(begun) < duration)
            {
                if (duration - Stopwatch.GetElapsedTime(begun) > options.Soon || calls.Count == 0)
                    calls.AddRange(Routes().Select(route => CallAsync(route.What, route.Call)));
                if (!crowd && Stopwatch.GetElapsedTime(begun) > duration / 3)
                {
                    calls.AddRange(Enumerable.Range(0, options.Callers).Select(_ => CallAsync("crowd", Routes()[0].Call)));
                    crowd = true;
                }

                for (var looks = 0; looks < 8 && Stopwatch.GetElapsedTime(begun) < duration; looks++)
                {
                    await Task.Delay(Look);
                    most = Math.Max(most, app.ResidentBytes);
                }
            }

            Volatile.Write(ref over, true);
        }

        var resumed = DateTimeOffset.UtcNow;
        var back = await probe.AnsweredAsync();
        await Task.WhenAll(calls);
        if (back > options.Soon)
            violations.Enqueue($"The app was back {back} after the storage.");
        return new StallSeen(duration, hosts, answers, slowest, back, resumed, before, most, app.ResidentBytes, [.. violations]);

        async Task CallAsync(string what, Func<Task<Answer>> call)
        {
            var asked = Stopwatch.GetTimestamp();
            try
            {
                var answer = await call();
                var took = Stopwatch.GetElapsedTime(asked);
                lock (calls)
                {
                    answers++;
                    slowest = took > slowest ? took : slowest;
                }

                // Storage that came back in the middle of a call makes it a good one.
                var isGood = Volatile.Read(ref over)
                    ? answer.Status != HttpStatusCode.InternalServerError
                    : answer
                        is { Status: HttpStatusCode.ServiceUnavailable, ContentType: "application/problem+json", RetryAfter: not null };
                if (!isGood || took > options.Soon)
                    violations.Enqueue($"During a stall {what} was answered after {took.TotalSeconds:0.0} s: {answer}");
            }
            catch (Exception e) when (App.IsDown(e))
            {
                violations.Enqueue($"During a stall {what} was not answered: {e.Message}");
            }
        }
    }

    private (string What, Func<Task<Answer>> Call)[] Routes() =>
        [
            ("order list", () => fleet.Storefront.GetPathAsync("api/orders?customerId=nobody")),
            (
                "place",
                () =>
                    fleet.Storefront.PostAsync(
                        new OrderForm { CustomerId = "stalled", Lines = [("NONE", 1)] }
                            .ToJson()
                            .ToJsonString(),
                        "stalled"
                    )
            ),
            ("cancel", () => fleet.Storefront.CancelAsync("no-such-order")),
            ("payment webhook", () => fleet.Company.PaymentWebhookAsync(SandboxCompany.Paid("no-such-order", 100))),
            (
                "carrier webhook",
                () =>
                    fleet.Company.CarrierWebhookAsync(
                        """{ "eventId": "stalled", "waybill": "SBX0", "status": "picked_up", "time": "2026-11-23T00:00:00Z" }"""
                    )
            ),
            ("alerts", () => fleet.Operations.GetAsync("alerts")),
        ];
}

/// <param name="Hosts">How many served.</param>
/// <param name="Slowest">Of the answers to calls that were made while storage hung.</param>
/// <param name="Back">From the storage's return to the first answer out of it.</param>
/// <param name="Before">Memory of one host and its worker, in bytes.</param>
internal sealed record StallSeen(
    TimeSpan Duration,
    int Hosts,
    int Answers,
    TimeSpan Slowest,
    TimeSpan Back,
    DateTimeOffset Resumed,
    long Before,
    long Most,
    long After,
    IReadOnlyList<string> Violations
);
