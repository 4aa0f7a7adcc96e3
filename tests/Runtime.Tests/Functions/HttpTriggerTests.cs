using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Runtime.Tests.Functions;

public sealed class HttpTriggerTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IAsyncLifetime
{
    private TestApp _app = null!;

    private HttpClient Client => _app.Client;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync(azurite.ConnectionString, [typeof(HttpFunctions)], configure: builder =>
    {
        builder.Services.AddScoped<Clock>();
        builder.UseMiddleware((context, next) =>
        {
            context.Items["step"] = "first";
            return next();
        });
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Route_parameter_that_fits_its_constraint_is_bound() => Assert.Equal("42", await Client.GetStringAsync("/api/numbers/42"));

    [Theory]
    [InlineData("GET", "/api/numbers/many", HttpStatusCode.NotFound)]
    [InlineData("GET", "/numbers/42", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/numbers/42", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/ids/not-a-guid", HttpStatusCode.BadRequest)]
    public async Task Request_that_fits_no_function_is_refused(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await Client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Route_query_and_default_values_reach_the_parameters()
    {
        var id = Guid.NewGuid();
        var answer = await Client.GetFromJsonAsync<JsonElement>($"/api/ids/{id}?loud=true");
        Assert.Equal((id, true, 1), (answer.GetProperty("id").GetGuid(), answer.GetProperty("loud").GetBoolean(), answer.GetProperty("times").GetInt32()));
    }

    [Fact]
    public async Task Body_is_read_and_answered_in_camel_case()
    {
        using var response = await Client.PostAsJsonAsync("/api/greet", new { name = "李雷", times = 2 });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("""{"name":"李雷","times":2}""", System.Text.RegularExpressions.Regex.Unescape(await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("null", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("""{"name":"x","times":"often"}""", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("name=x", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task Body_that_does_not_fit_is_a_problem(string body, string type, HttpStatusCode expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await Client.PostAsync("/api/greet", content);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject());
    }

    [Fact]
    public async Task Each_run_has_its_own_scope_context_and_middleware()
    {
        Assert.Equal("1 Count True first", await Client.GetStringAsync("/api/count"));
        Assert.Equal("1 Count True first", await Client.GetStringAsync("/api/count"));
    }

    [Fact]
    public async Task Exception_is_told_without_details()
    {
        using var response = await Client.GetAsync("/api/throw");
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.Contains("traceId", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_without_keys_on_this_machine_is_open() => Assert.Equal("open", await Client.GetStringAsync("/api/locked"));

    [Theory]
    [InlineData("/api/locked", null, HttpStatusCode.Unauthorized)]
    [InlineData("/api/locked", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("/api/locked", "shop-key", HttpStatusCode.OK)]
    [InlineData("/api/locked", "other-key", HttpStatusCode.OK)]
    [InlineData("/api/locked", "master-key", HttpStatusCode.OK)]
    [InlineData("/api/admin", "shop-key", HttpStatusCode.Unauthorized)]
    [InlineData("/api/admin", "master-key", HttpStatusCode.OK)]
    public async Task Configured_keys_are_asked_for(string path, string? key, HttpStatusCode expected)
    {
        await using var app = await TestApp.StartAsync(azurite.ConnectionString, [typeof(HttpFunctions)], new()
        {
            ["FunctionKeys:shop"] = "shop-key",
            ["FunctionKeys:other"] = "other-key",
            ["FunctionKeys:_master"] = "master-key",
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
            request.Headers.Add("x-functions-key", key);
        using var byHeader = await app.Client.SendAsync(request);
        using var byQuery = await app.Client.GetAsync($"{path}?code={key}");
        Assert.Equal((expected, expected), (byHeader.StatusCode, byQuery.StatusCode));
    }

    [Fact]
    public async Task Run_is_traced_under_the_official_source()
    {
        var spans = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.Azure.Functions.Worker",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await Client.GetStringAsync("/api/numbers/1");
        Assert.Contains(spans, span => span.DisplayName == "function Number" && (string?)span.GetTagItem("faas.trigger") == "http");
    }

    [Fact]
    public async Task Health_answers_live_and_ready()
    {
        using var live = await Client.GetAsync("/runtime/health/live");
        using var ready = await Client.GetAsync("/runtime/health/ready");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (live.StatusCode, ready.StatusCode));
    }
}
