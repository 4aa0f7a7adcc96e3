using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Runtime.Tests.Functions;

public sealed class SlowRequest(Postbox box)
{
    [Function("SlowRequest")]
    public async Task<string> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        box.Seen.Enqueue("began");
        await box.Release.Task.WaitAsync(request.HttpContext.RequestAborted);
        return "done";
    }
}

public sealed class StandbyTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Api = "/runtime/webhooks/durabletask";

    private readonly Postbox _box = new();
    private readonly string _hub = $"T{Guid.NewGuid():N}"[..20];

    [Fact]
    public async Task Second_host_stands_by_and_takes_over_what_the_first_began()
    {
        await using var first = await StartAsync(typeof(DurableFunctions), typeof(Greeter));
        using (var started = await first.Client.PostAsync($"{Api}/orchestrators/Waiting/w", null))
            Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);

        await using var second = await StartAsync(typeof(DurableFunctions), typeof(Greeter));
        using (var refused = await second.Client.PostAsync("/api/start/Hello", null))
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (refused.StatusCode, refused.Headers.RetryAfter?.Delta));
        using (var ready = await second.Client.GetAsync("/runtime/health/ready"))
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "standby"), (ready.StatusCode, (await ready.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("failing").GetString()));

        await first.StopAsync();
        await Eventually.IsTrueAsync(async () => (await second.Client.GetAsync("/runtime/health/ready")).IsSuccessStatusCode, "the standby has taken over");
        using (var raised = await second.Client.PostAsJsonAsync($"{Api}/instances/w/raiseEvent/Go", "after"))
            Assert.Equal(HttpStatusCode.Accepted, raised.StatusCode);
        await Eventually.IsTrueAsync(
            async () => (await second.Client.GetFromJsonAsync<JsonElement>($"{Api}/instances/w")).GetProperty("output").ValueKind == JsonValueKind.String,
            "the orchestration of the first host ended on the second");
    }

    [Fact]
    public async Task Stop_lets_a_request_that_runs_be_answered()
    {
        await using var app = await StartAsync(typeof(SlowRequest));
        var answer = app.Client.GetStringAsync("/api/SlowRequest");
        await Eventually.IsTrueAsync(() => !_box.Seen.IsEmpty, "the request runs");
        var stopping = app.StopAsync();
        _box.Release.SetResult();
        Assert.Equal("done", await answer);
        await stopping;
    }

    private Task<TestApp> StartAsync(params Type[] functions) => TestApp.StartAsync(
        azurite.ConnectionString,
        functions,
        new() { ["AzureFunctionsJobHost:extensions:durableTask:hubName"] = _hub },
        builder => builder.Services.AddSingleton(_box));
}
