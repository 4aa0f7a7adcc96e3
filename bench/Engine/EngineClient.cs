using System.Diagnostics;
using Bench.Load;

namespace Bench.Engine;

/// <summary>Takes empty orders from their beginning to their end, as <see cref="OrderClient"/> does orders.</summary>
internal sealed class EngineClient(Uri app) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(app, "api/empty-orders/"), Timeout = TimeSpan.FromMinutes(2) };
    private int _requests;

    /// <summary>HTTP requests so far.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <exception cref="HttpRequestException">The app refuses something.</exception>
    public async Task<OrderTimes> WalkAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        var id = await CallAsync(HttpMethod.Post, "");
        var placed = Stopwatch.GetElapsedTime(begun);

        // The engine puts an event aside, for a minute, that overtakes the start.
        await CallAsync(HttpMethod.Get, $"{id}/steps/awaiting_payment");
        await CallAsync(HttpMethod.Post, $"{id}/events/paid");
        await CallAsync(HttpMethod.Get, $"{id}/steps/booked");
        var booked = Stopwatch.GetElapsedTime(begun);
        await CallAsync(HttpMethod.Post, $"{id}/events/picked_up");
        await CallAsync(HttpMethod.Post, $"{id}/events/delivered");
        await CallAsync(HttpMethod.Get, $"{id}/steps/delivered");
        return new(placed, booked, Stopwatch.GetElapsedTime(begun));
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> CallAsync(HttpMethod method, string path)
    {
        Interlocked.Increment(ref _requests);
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        using var answer = await _http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }
}
