using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Runtime.Tests.Functions;

public sealed class ManagementApiTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private const string Api = "/runtime/webhooks/durabletask";

    private readonly Postbox _box = new();
    private TestApp _app = null!;

    private HttpClient Client => _app.Client;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync(
        azurite.ConnectionString,
        [typeof(DurableFunctions), typeof(Greeter)],
        new() { ["SystemKeys:durabletask"] = "key" },
        builder => builder.Services.AddSingleton(_box));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Function_starts_an_orchestration_whose_activities_get_their_services()
    {
        using var started = await Client.PostAsync("/api/start/Hello", null);
        var status = await FinishedAsync(await started.Content.ReadAsStringAsync());
        Assert.Equal(("Completed", "Hello 李雷. Hello again. "), (status.GetProperty("runtimeStatus").GetString(), status.GetProperty("output").GetString()));
        Assert.Equal(["Greeter(李雷)", "Greeter(again)"], _box.Seen);
    }

    [Fact]
    public async Task Start_answers_where_to_go_on()
    {
        using var started = await PostAsync("orchestrators/Hello", "\"a\"");
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var payload = await started.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            ["id", "statusQueryGetUri", "sendEventPostUri", "terminatePostUri", "suspendPostUri", "resumePostUri", "rewindPostUri", "restartPostUri", "purgeHistoryDeleteUri"],
            payload.EnumerateObject().Select(property => property.Name));
        Assert.Equal(started.Headers.Location!.OriginalString, payload.GetProperty("statusQueryGetUri").GetString());
        Assert.Equal(TimeSpan.FromSeconds(10), started.Headers.RetryAfter!.Delta);
        using var status = await Client.GetAsync(payload.GetProperty("statusQueryGetUri").GetString());
        Assert.True(status.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Start_that_waits_answers_the_output()
    {
        using var done = await PostAsync("orchestrators/Hello?timeout=20", "\"b\"");
        Assert.Equal((HttpStatusCode.OK, "Hello b. Hello again. "), (done.StatusCode, await done.Content.ReadFromJsonAsync<string>()));
    }

    [Theory]
    [InlineData("a b/c#d?e^f%g")]
    [InlineData("订单-%2F-7")]
    public async Task Instance_with_a_strange_id_is_started_told_and_found(string id)
    {
        var path = Uri.EscapeDataString(id);
        using var started = await PostAsync($"orchestrators/Waiting/{path}", "");
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        using var again = await PostAsync($"orchestrators/Waiting/{path}", "");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        using var raised = await PostAsync($"instances/{path}/raiseEvent/go", "\"now\"");
        Assert.Equal(HttpStatusCode.Accepted, raised.StatusCode);
        var status = await FinishedAsync(id);
        Assert.Equal((id, "now"), (status.GetProperty("instanceId").GetString(), status.GetProperty("output").GetString()));
        using var late = await PostAsync($"instances/{path}/raiseEvent/go", "\"late\"");
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
    }

    [Fact]
    public async Task Running_instance_is_suspended_resumed_and_terminated()
    {
        var id = await StartWaitingAsync();
        using var running = await Client.GetAsync(Url($"instances/{id}"));
        Assert.Equal((HttpStatusCode.Accepted, TimeSpan.FromSeconds(5)), (running.StatusCode, running.Headers.RetryAfter!.Delta));
        foreach (var (command, status) in new[] { ("suspend", "Suspended"), ("resume", "Running"), ("terminate", "Terminated") })
        {
            using var answer = await PostAsync($"instances/{id}/{command}?reason=because", "");
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            await Eventually.IsTrueAsync(async () => await StatusAsync(id) == status, $"{command} made it {status}");
        }
    }

    [Fact]
    public async Task History_names_each_task_once_with_both_times()
    {
        using var done = await PostAsync("orchestrators/Hello/told?timeout=20", "\"c\"");
        var told = await Client.GetFromJsonAsync<JsonElement>(Url("instances/told?showHistory=true&showHistoryOutput=true&showInput=false"));
        var events = told.GetProperty("historyEvents").EnumerateArray().ToList();
        Assert.Equal(["ExecutionStarted", "TaskCompleted", "TaskCompleted", "ExecutionCompleted"], events.Select(entry => entry.GetProperty("EventType").GetString()));
        Assert.Equal(("Greeter", "Hello c. "), (events[1].GetProperty("FunctionName").GetString(), events[1].GetProperty("Result").GetString()));
        Assert.True(events[1].GetProperty("ScheduledTime").GetDateTime() <= events[1].GetProperty("Timestamp").GetDateTime());
        Assert.Equal(JsonValueKind.Null, told.GetProperty("input").ValueKind);
    }

    [Fact]
    public async Task Failed_instance_is_told_with_its_reason_restarted_and_purged()
    {
        using var failed = await PostAsync("orchestrators/Broken/broken", "");
        await FinishedAsync("broken");
        using var asError = await Client.GetAsync(Url("instances/broken?returnInternalServerErrorOnFailure=true"));
        Assert.Equal(HttpStatusCode.InternalServerError, asError.StatusCode);
        Assert.Contains("It is broken.", (await asError.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("output").GetString(), StringComparison.Ordinal);

        using var restarted = await PostAsync("instances/broken/restart", "");
        Assert.Equal(HttpStatusCode.Accepted, restarted.StatusCode);
        var copy = (await restarted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        Assert.NotEqual("broken", copy);
        await FinishedAsync(copy);

        using var purged = await Client.DeleteAsync(Url("instances/broken"));
        Assert.Equal("""{"instancesDeleted":1}""", await purged.Content.ReadAsStringAsync());
        using var gone = await Client.DeleteAsync(Url("instances/broken"));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var all = await Client.DeleteAsync(Url($"instances?createdTimeFrom={DateTime.UtcNow.AddHours(-1):O}&runtimeStatus=Failed"));
        Assert.Equal("""{"instancesDeleted":1}""", await all.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task List_is_filtered_and_paged()
    {
        foreach (var n in new[] { 1, 2, 3 })
            (await PostAsync($"orchestrators/Waiting/page-{n}", "\"x\"")).Dispose();
        (await PostAsync("orchestrators/Waiting/other", "")).Dispose();

        var ids = new List<string>();
        var token = "";
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Url("instances?instanceIdPrefix=page-&runtimeStatus=Running,Pending&top=2"));
            if (token.Length > 0)
                request.Headers.Add("x-ms-continuation-token", token);
            using var page = await Client.SendAsync(request);
            var rows = (await page.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().ToList();
            Assert.True(rows.Count <= 2);
            ids.AddRange(rows.Select(row => row.GetProperty("instanceId").GetString()!));
            token = page.Headers.GetValues("x-ms-continuation-token").Single();
        }
        while (token.Length > 0);
        Assert.Equal(["page-1", "page-2", "page-3"], ids);
    }

    [Theory]
    [InlineData("GET", "instances/none", HttpStatusCode.NotFound)]
    [InlineData("POST", "instances/none/terminate", HttpStatusCode.NotFound)]
    [InlineData("POST", "instances/none/raiseEvent/x", HttpStatusCode.NotFound)]
    [InlineData("POST", "orchestrators/None", HttpStatusCode.NotFound)]
    [InlineData("GET", "instances?top=many", HttpStatusCode.BadRequest)]
    [InlineData("GET", "instances?runtimeStatus=Odd", HttpStatusCode.BadRequest)]
    [InlineData("DELETE", "instances", HttpStatusCode.BadRequest)]
    public async Task Call_that_cannot_be_is_refused(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Url(path));
        using var answer = await Client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Body_that_is_not_json_or_too_large_is_refused()
    {
        using var broken = await PostAsync("orchestrators/Hello", "{");
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        using var large = await PostAsync("orchestrators/Hello", $"\"{new string('x', 5 * 1024 * 1024)}\"");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?code=wrong")]
    public async Task Call_without_the_system_key_is_refused(string query)
    {
        using var answer = await Client.GetAsync($"{Api}/instances{query}");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static string Url(string path) => $"{Api}/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}code=key";

    private async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        // The answer to a body that is too large comes before the body is sent.
        using var request = new HttpRequestMessage(HttpMethod.Post, Url(path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = true;
        return await Client.SendAsync(request);
    }

    private async Task<string> StartWaitingAsync()
    {
        using var started = await PostAsync("orchestrators/Waiting", "");
        var id = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await Eventually.IsTrueAsync(async () => await StatusAsync(id) == "Running", "it runs");
        return id;
    }

    private async Task<string> StatusAsync(string id) => (await GetAsync(id)).GetProperty("runtimeStatus").GetString()!;

    private async Task<JsonElement> GetAsync(string id)
    {
        using var answer = await Client.GetAsync(Url($"instances/{Uri.EscapeDataString(id)}"));
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<JsonElement> FinishedAsync(string id)
    {
        var status = default(JsonElement);
        await Eventually.IsTrueAsync(
            async () => (status = await GetAsync(id)).GetProperty("runtimeStatus").GetString() is "Completed" or "Failed" or "Terminated",
            $"instance {id} has finished");
        return status;
    }
}
