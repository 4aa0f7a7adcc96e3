using System.Net;
using Host.Tests.Harness;

namespace Host.Tests;

/// <summary>Workers that die, and workers whose host does.</summary>
public sealed class WorkerTests(SharedAzurite azurite) : IDisposable
{
    private readonly TestApp _app = new(azurite);

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Worker_that_died_is_started_again_and_its_work_goes_on()
    {
        await using var host = await RunningHost.StartAsync(_app);
        using var started = await host.Http.PostAsync("/api/start/held", content: null);
        await _app.ToldAsync("step held");
        var waiting = host.Http.GetAsync("/api/wait/caller");
        await _app.ToldAsync("caller waits");
        var first = host.Host.WorkerProcessId;

        await KillWorkerAsync(host);

        using var answer = await waiting;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(answer.Headers.RetryAfter);
        await _app.ToldAsync("step held", times: 2);
        Assert.NotEqual(first, host.Host.WorkerProcessId);
        _app.Allow("held");
        await _app.ToldAsync("step held is done");
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/api/hello/Ada/1")).StatusCode);
    }

    [Fact]
    public async Task Caller_whose_worker_died_before_the_answer_may_ask_again()
    {
        await using var host = await RunningHost.StartAsync(_app);

        using var answer = await host.Http.PostAsync("/api/die-answering", content: null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task Host_ends_when_its_worker_dies_again_and_again()
    {
        await using var host = await RunningHost.StartAsync(_app);
        var end = host.Host.RunAsync(CancellationToken.None);
        for (var death = 0; death < 4; death++)
        {
            await Eventually.TrueAsync(() => host.Host.WorkerProcessId is not null, "a worker is up");
            await KillWorkerAsync(host);
        }

        Assert.Contains("died 4 times", await end.WaitAsync(TimeSpan.FromSeconds(20)), StringComparison.Ordinal);
        using var health = await host.Http.GetAsync("/runtime/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
    }

    [Fact]
    public async Task Function_beyond_functionTimeout_is_cancelled_and_the_worker_continues()
    {
        _app.Settings["AzureFunctionsJobHost:functionTimeout"] = "00:00:02";
        await using var host = await RunningHost.StartAsync(_app);

        using var answer = await host.Http.GetAsync("/api/wait/caller");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        await _app.ToldAsync("caller is cancelled");
        await Eventually.TrueAsync(async () => (await host.Http.GetAsync("/api/hello/Ada/1")).IsSuccessStatusCode, "the worker serves");
    }

    [Fact]
    public async Task Worker_whose_host_was_killed_ends_by_itself()
    {
        await using var host = await HostProcess.Launch(_app).ReadyAsync();
        var worker = host.WorkerId;

        await host.KillAsync();

        await Eventually.TrueAsync(() => !HostProcess.Runs(worker), "the worker has ended", seconds: 5);
    }

    private static async Task KillWorkerAsync(RunningHost host)
    {
        using var worker = System.Diagnostics.Process.GetProcessById(host.Host.WorkerProcessId!.Value);
        worker.Kill();
        await Eventually.TrueAsync(() => host.Host.WorkerProcessId != worker.Id, "the host has noticed");
    }
}
