using System.Net;
using Azure.Storage.Queues;
using Host.Tests.Harness;

namespace Host.Tests;

/// <summary>A stop finishes what runs.</summary>
public sealed class DrainTests(SharedAzurite azurite) : IDisposable
{
    private readonly TestApp _app = new(azurite);

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Stop_waits_for_running_functions_and_takes_no_others()
    {
        var queue = new QueueClient(azurite.ConnectionString, _app.Queue);
        await queue.CreateAsync();
        await using var host = await RunningHost.StartAsync(_app);
        await queue.SendMessageAsync("slow");
        using var started = await host.Http.PostAsync("/api/start/step", content: null);
        var open = host.Http.GetAsync("/api/wait/caller");
        await _app.ToldAsync("message slow");
        await _app.ToldAsync("step step");
        await _app.ToldAsync("caller waits");

        var stop = host.Host.StopAsync();

        using var refused = await host.Http.GetAsync("/api/hello/Ada/1");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.False(stop.IsCompleted);
        foreach (var name in new[] { "slow", "step", "caller" })
            _app.Allow(name);
        using var answer = await open;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await stop;
        Assert.Contains(_app.Notes, note => note.Text == "message slow is done");
        Assert.Contains(_app.Notes, note => note.Text == "step step is done");
        Assert.DoesNotContain(_app.Notes, note => note.Text == "caller is cancelled");

        // What was done is stored: no second run after the next start.
        await using var next = await RunningHost.StartAsync(_app);
        using var again = await next.Http.PostAsync("/api/start/step", content: null);
        await _app.ToldAsync("step step is done", times: 2);
        Assert.Equal(2, _app.Notes.Count(note => note.Text == "step step"));
        Assert.Equal(1, _app.Notes.Count(note => note.Text == "message slow"));
    }

    [Fact]
    public async Task Function_that_does_not_end_is_cancelled_after_the_limit()
    {
        await using var host = await RunningHost.StartAsync(_app, options => options with { DrainLimit = TimeSpan.FromSeconds(1) });
        var open = host.Http.GetAsync("/api/wait/caller");
        await _app.ToldAsync("caller waits");

        await host.Host.StopAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(async () => (await open).EnsureSuccessStatusCode());
    }

    [Fact]
    public async Task Signal_stops_the_host_in_order()
    {
        await using var host = await HostProcess.Launch(_app).ReadyAsync();
        var worker = host.WorkerId;

        host.Terminate();

        Assert.Equal(0, await host.EndAsync());
        Assert.False(HostProcess.Runs(worker));
        Assert.DoesNotContain(
            host.Output,
            line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("warn:", StringComparison.Ordinal)
        );
    }
}
