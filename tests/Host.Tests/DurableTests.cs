using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Host.Tests.Harness;

namespace Host.Tests;

/// <summary>The engine and its management API, which the official extension serves.</summary>
public sealed class DurableTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly TestApp _app = shared.App;
    private readonly RunningHost _host = shared.Host;

    [Fact]
    public async Task Orchestration_started_by_a_function_runs_its_activity_and_ends()
    {
        _app.Allow("one");
        using var started = await _host.Http.PostAsync("/api/start/one", content: null);
        var id = await started.Content.ReadAsStringAsync();

        var ended = await StatusAsync(id, "Completed");
        Assert.Equal("one went well", ended.GetProperty("output").GetString());
    }

    [Fact]
    public async Task Instance_is_listed_told_suspended_resumed_raised_and_purged()
    {
        var id = await StartAsync();
        await StatusAsync(id, "Running");
        var list = await ReadAsync(await _host.ManageAsync(HttpMethod.Get, "instances"));
        Assert.Contains(id, list.EnumerateArray().Select(instance => instance.GetProperty("instanceId").GetString()));

        await AcceptedAsync(HttpMethod.Post, $"instances/{id}/suspend?reason=test");
        await StatusAsync(id, "Suspended");
        await AcceptedAsync(HttpMethod.Post, $"instances/{id}/resume?reason=test");
        await StatusAsync(id, "Running");
        await AcceptedAsync(HttpMethod.Post, $"instances/{id}/raiseEvent/word", JsonContent.Create("heard"));
        Assert.Equal("heard", (await StatusAsync(id, "Completed")).GetProperty("output").GetString());

        var told = await ReadAsync(await _host.ManageAsync(HttpMethod.Get, $"instances/{id}?showHistory=true"));
        Assert.Contains(
            "EventRaised",
            told.GetProperty("historyEvents").EnumerateArray().Select(happened => happened.GetProperty("EventType").GetString())
        );
        Assert.Equal(
            1,
            (await ReadAsync(await _host.ManageAsync(HttpMethod.Delete, $"instances/{id}"))).GetProperty("instancesDeleted").GetInt32()
        );
        using var gone = await _host.ManageAsync(HttpMethod.Get, $"instances/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Instance_is_terminated_and_restarted()
    {
        var id = await StartAsync();
        await StatusAsync(id, "Running");

        await AcceptedAsync(HttpMethod.Post, $"instances/{id}/terminate?reason=test");
        await StatusAsync(id, "Terminated");
        await AcceptedAsync(HttpMethod.Post, $"instances/{id}/restart?restartWithNewInstanceId=false");

        await StatusAsync(id, "Running");
    }

    [Fact]
    public async Task Addresses_in_a_start_response_lead_to_the_host_with_key()
    {
        using var answer = await _host.ManageAsync(HttpMethod.Post, "orchestrators/Listen");
        var status = (await ReadAsync(answer)).GetProperty("statusQueryGetUri").GetString()!;

        using var told = await _host.Http.GetAsync(status);

        Assert.StartsWith(_host.Host.Url, status, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, told.StatusCode);
    }

    private async Task<string> StartAsync()
    {
        using var answer = await _host.ManageAsync(HttpMethod.Post, "orchestrators/Listen");
        return (await ReadAsync(answer)).GetProperty("id").GetString()!;
    }

    private async Task AcceptedAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, $"/runtime/webhooks/durabletask/{path}") { Content = content };
        request.Headers.Add("x-functions-key", "system-key");
        using var answer = await _host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    /// <returns>The instance's status once it is this.</returns>
    private async Task<JsonElement> StatusAsync(string id, string expected)
    {
        JsonElement status = default;
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await _host.ManageAsync(HttpMethod.Get, $"instances/{id}");
                if (!answer.IsSuccessStatusCode)
                    return false;
                status = await answer.Content.ReadFromJsonAsync<JsonElement>();
                return status.GetProperty("runtimeStatus").GetString() == expected;
            },
            $"{id} is {expected}"
        );
        return status;
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
    }
}
