using System.Diagnostics;
using System.Net.Http.Json;
using Parity.App.Client;

namespace Parity.Stages;

/// <summary>
/// The official engine: local host, worker process, Azurite. The client is the worker's, which is asked over HTTP to call it.
/// </summary>
public sealed class EngineStage(string id, HttpClient worker) : Stage(id)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected override async Task<ClientAnswer> CallAsync(ClientCall call)
    {
        using var response = await worker.PostAsJsonAsync("api/hub", call, CallHub.Json, TestContext.Current.CancellationToken);
        Assert.True(
            response.IsSuccessStatusCode,
            $"{call.Verb} {call.InstanceId}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}"
        );
        return (await response.Content.ReadFromJsonAsync<ClientAnswer>(CallHub.Json, TestContext.Current.CancellationToken))!;
    }

    protected override async Task WaitAsync(Func<Task<bool>> condition, Func<string> state)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        while (!await condition())
        {
            if (watch.Elapsed > Patience)
                throw new TimeoutException($"After {Patience}: {state()}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
