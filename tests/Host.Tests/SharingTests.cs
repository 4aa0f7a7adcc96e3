using Host.Tests.Harness;

namespace Host.Tests;

/// <summary>Several hosts on one machine.</summary>
public sealed class SharingTests(SharedAzurite azurite) : IDisposable
{
    private const int Orchestrations = 12;

    private readonly TestApp _app = new(azurite);

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Two_hosts_on_one_hub_share_its_work()
    {
        // Less than the whole for either.
        _app.Settings["AzureFunctionsJobHost:extensions:durableTask:maxConcurrentActivityFunctions"] = "8";
        await using var first = await RunningHost.StartAsync(_app);
        await using var second = await RunningHost.StartAsync(_app);
        for (var i = 0; i < Orchestrations; i++)
            (await (i % 2 == 0 ? first : second).Http.PostAsync("/api/start/together", content: null)).EnsureSuccessStatusCode();

        await _app.ToldAsync("step together", Orchestrations);
        _app.Allow("together");
        await _app.ToldAsync("step together is done", Orchestrations);

        Assert.Equal(2, _app.Notes.Select(note => note.ProcessId).Distinct().Count());
    }

    [Fact]
    public async Task Host_whose_fellow_was_killed_takes_over()
    {
        _app.Allow("each");
        await using var first = await HostProcess.Launch(_app).ReadyAsync();
        await using var second = await HostProcess.Launch(_app).ReadyAsync();
        using var http = new HttpClient { BaseAddress = second.Url };
        (await http.PostAsync("/api/start/each", content: null)).EnsureSuccessStatusCode();
        await _app.ToldAsync("step each is done");

        await first.KillAsync();
        (await http.PostAsync("/api/start/each", content: null)).EnsureSuccessStatusCode();

        // The dead host's lease of the only partition runs for 30 s.
        var began = System.Diagnostics.Stopwatch.StartNew();
        await _app.ToldAsync("step each is done", times: 2, seconds: 90);
        TestContext.Current.TestOutputHelper?.WriteLine($"Taken over after {began.Elapsed.TotalSeconds:0} s.");
    }

    [Fact]
    public async Task Killed_host_that_is_started_again_goes_on_at_once()
    {
        _app.Allow("again");
        var port = LocalHost.Azurite.AzuritePorts.Free().Blob;
        string[] arguments = ["--app", TestApp.Folder, "--port", $"{port}"];
        await using (var first = await HostProcess.Launch(_app, arguments).ReadyAsync())
            await first.KillAsync();

        await using var next = await HostProcess.Launch(_app, arguments).ReadyAsync();
        using var http = new HttpClient { BaseAddress = next.Url };
        (await http.PostAsync("/api/start/again", content: null)).EnsureSuccessStatusCode();

        await _app.ToldAsync("step again is done", seconds: 15);
    }

    [Fact]
    public async Task Hosts_in_one_process_do_not_answer_for_one_another()
    {
        using var other = new TestApp(azurite);
        await using var first = await RunningHost.StartAsync(_app);
        await using var second = await RunningHost.StartAsync(other);
        _app.Allow("mine");
        other.Allow("theirs");

        (await first.Http.PostAsync("/api/start/mine", content: null)).EnsureSuccessStatusCode();
        (await second.Http.PostAsync("/api/start/theirs", content: null)).EnsureSuccessStatusCode();

        await _app.ToldAsync("step mine is done");
        await other.ToldAsync("step theirs is done");
        Assert.DoesNotContain(_app.Notes, note => note.Text.Contains("theirs", StringComparison.Ordinal));
    }
}
