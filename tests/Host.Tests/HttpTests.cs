using System.Net;
using System.Text.Json;
using Host.Tests.Harness;

namespace Host.Tests;

/// <summary>HTTP functions through the host.</summary>
public sealed class HttpTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private readonly TestApp _app = shared.App;
    private readonly RunningHost _host = shared.Host;

    private HttpClient Http => _host.Http;

    [Fact]
    public async Task Route_values_query_and_host_reach_the_function()
    {
        using var answer = await Http.GetAsync("/api/hello/Ada/2?x=1");

        Assert.Equal($"Hello Ada. Hello Ada. {Http.BaseAddress!.Authority} ?x=1", await answer.Content.ReadAsStringAsync());
        Assert.Empty(answer.Headers.Server);
    }

    [Theory]
    [InlineData("GET", "/api/hello/Ada/2/more", HttpStatusCode.NotFound)]
    [InlineData("GET", "/elsewhere", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/hello/Ada/2", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/locked", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/api/locked?code=wrong", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/api/locked?code=system-key", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/api/locked?code=caller-key", HttpStatusCode.OK)]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances?code=caller-key", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/runtime/webhooks/durabletask/instances?code=system-key", HttpStatusCode.OK)]
    [InlineData("GET", "/runtime/health/live", HttpStatusCode.OK)]
    [InlineData("GET", "/runtime/health/ready", HttpStatusCode.OK)]
    [InlineData("GET", "/admin/functions", HttpStatusCode.OK)]
    public async Task Routes_and_keys_are_those_of_the_official_host(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new(method), path);
        using var answer = await Http.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Key_in_the_header_is_taken_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/locked");
        request.Headers.Add("x-functions-key", "caller-key");
        using var answer = await Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Large_body_goes_through_both_ways()
    {
        var sent = new byte[25_000_000];
        new Random(1).NextBytes(sent);
        using var answer = await Http.PostAsync("/api/echo", new ByteArrayContent(sent));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(sent, await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Body_beyond_the_limit_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/echo") { Content = new StreamContent(Stream.Null) };
        request.Content.Headers.ContentLength = 104_857_601;
        request.Headers.ExpectContinue = true;
        using var answer = await Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Answer_is_streamed_as_it_is_written()
    {
        using var answer = await Http.GetAsync("/api/slowly", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        Assert.Equal("first", await reader.ReadLineAsync());
        _app.Allow("slowly");
        Assert.Equal("second", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Caller_who_hangs_up_cancels_the_function()
    {
        using var hangUp = new CancellationTokenSource();
        var call = Http.GetAsync("/api/wait/caller", hangUp.Token);
        await _app.ToldAsync("caller waits");

        await hangUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await _app.ToldAsync("caller is cancelled");
    }

    [Fact]
    public async Task Failed_function_answers_500_without_details_and_logs_one_line()
    {
        using var answer = await Http.GetAsync("/api/fail");
        var body = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("fails", body, StringComparison.Ordinal);
        var lines = _host
            .Log.Lines.Where(line =>
                (line.Category.EndsWith(".Fail", StringComparison.Ordinal) || line.Text.Contains("'Fail'", StringComparison.Ordinal))
                && line.Level >= Microsoft.Extensions.Logging.LogLevel.Warning
            )
            .ToList();
        Assert.True(lines.Count == 1, string.Join("\n\n", lines));
    }

    [Fact]
    public async Task Timer_function_can_be_run_by_hand()
    {
        using var unknown = await Http.PostAsync("/admin/functions/Nobody", JsonContent("{}"));
        using var answer = await Http.PostAsync("/admin/functions/Tick", JsonContent("{}"));

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await _app.ToldAsync("tick");
        using var functions = JsonDocument.Parse(await Http.GetStringAsync("/admin/functions"));
        Assert.Contains("Tick", functions.RootElement.EnumerateArray().Select(function => function.GetProperty("name").GetString()));
    }

    private static StringContent JsonContent(string json) => new(json, System.Text.Encoding.UTF8, "application/json");
}
