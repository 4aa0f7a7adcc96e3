using Integration.Tests.Storefront;
using Microsoft.AspNetCore.Http;
using Orders.Functions.Http.Operations;

namespace Integration.Tests.Http.Operations;

/// <summary>The endpoints of the storefront as operations manage them, each answer held to the contract.</summary>
public sealed class WebhookOperationsTests(StorefrontStorage storage) : IClassFixture<StorefrontStorage>, IAsyncLifetime
{
    private const string Path = "/api/ops/webhooks";

    private readonly Face _face = new(storage.Azurite);

    public ValueTask InitializeAsync() => _face.InitializeAsync();

    public ValueTask DisposeAsync() => _face.DisposeAsync();

    [Fact]
    public async Task Secret_is_shown_once_and_never_listed()
    {
        var made = await CreateAsync("""{ "by": "Mei", "url": "https://shop.example/hook", "types": ["order.paid"] }""");
        var id = made.Text("id");

        var shown = await CallAsync("get", "/{id}", null, request => Endpoints.ShowAsync(request, id, default));
        var list = await CallAsync("get", "", null, request => Endpoints.ListAsync(request, default));
        var rolled = await CallAsync(
            "post",
            "/{id}/roll-secret",
            """{ "by": "Tom" }""",
            request => Endpoints.RollAsync(request, id, default)
        );

        Assert.Equal((201, $"{Path}/{id}"), (made.Status, made.Location));
        Assert.StartsWith("whsec_", made.Text("secret"), StringComparison.Ordinal);
        Assert.NotEqual(made.Text("secret"), rolled.Text("secret"));
        Assert.DoesNotContain("whsec_", shown.Body.GetRawText() + list.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["order.paid"], shown.Body.GetProperty("types").EnumerateArray().Select(type => type.GetString()));
        Assert.Equal("active", shown.Text("state"));
        Assert.DoesNotContain(made.Text("secret")["whsec_".Length..], await RowsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_action_is_written_down_with_who_did_it()
    {
        var id = (await CreateAsync("""{ "by": "Mei", "url": "https://shop.example/hook" }""")).Text("id");

        await ChangeAsync(id, """{ "by": "Tom", "url": "https://shop.example/other", "types": ["order.paid", "order.shipped"] }""");
        await ChangeAsync(id, """{ "by": "Tom", "enabled": false }""");
        await CallAsync(
            "post",
            "/{id}/roll-secret",
            """{ "by": "Ann", "overlapHours": 0 }""",
            request => Endpoints.RollAsync(request, id, default)
        );
        var shown = await ChangeAsync(id, """{ "by": "Mei", "enabled": true }""");

        Assert.Equal(
            ["Mei switched_on", "Ann secret_rolled", "Tom switched_off", "Tom changed", "Tom changed", "Mei created"],
            shown
                .Body.GetProperty("actions")
                .EnumerateArray()
                .Select(action => $"{action.GetProperty("by").GetString()} {action.GetProperty("what").GetString()}")
        );
    }

    [Theory]
    [InlineData("{}", 400, "by,url")]
    [InlineData("""{ "by": "", "url": 7, "types": "all", "more": 1 }""", 400, "by,url,types,more")]
    [InlineData("""{ "by": "Mei", "url": "https://shop.example/", "types": [1, "", "a", "a"] }""", 400, "types[0],types[1],types[3]")]
    [InlineData("""{ "by": "Mei", "url": "http://shop.example/" }""", 422, "url")]
    [InlineData("""{ "by": "Mei", "url": "https://me:pw@shop.example/" }""", 422, "url")]
    [InlineData("""{ "by": "Mei", "url": "https://[::ffff:10.0.0.1]/", "types": ["order.paid", "order.eaten"] }""", 422, "url,types[1]")]
    public async Task Bad_endpoint_is_refused_with_all_that_is_wrong(string body, int status, string fields)
    {
        var refused = await CreateAsync(body);

        Assert.Equal(status, refused.Status);
        Assert.Equal(fields.Split(','), refused.Errors);
    }

    [Theory]
    [InlineData("""{ "by": "Mei", "enabled": "no" }""", 400, "enabled")]
    [InlineData("""{ "url": "https://shop.example/" }""", 400, "by")]
    [InlineData("""{ "by": "Mei", "url": "https://127.0.0.1/" }""", 422, "url")]
    public async Task Bad_change_is_refused(string body, int status, string field)
    {
        var id = (await CreateAsync("""{ "by": "Mei", "url": "https://shop.example/hook" }""")).Text("id");

        var refused = await ChangeAsync(id, body);

        Assert.Equal(status, refused.Status);
        Assert.Equal([field], refused.Errors);
    }

    [Theory]
    [InlineData("""{ "by": "Mei" }""", "since")]
    [InlineData("""{ "by": "Mei", "since": "yesterday" }""", "since")]
    [InlineData("""{ "by": "Mei", "since": "2999-01-01" }""", "since")]
    [InlineData("""{ "by": "Mei", "since": "2001-01-01" }""", "since")]
    public async Task Replay_wants_a_time_within_the_log(string body, string field)
    {
        var id = (await CreateAsync("""{ "by": "Mei", "url": "https://shop.example/hook" }""")).Text("id");

        var refused = await CallAsync("post", "/{id}/replay", body, request => Deliveries.ReplaySinceAsync(request, id, default));

        Assert.Equal(400, refused.Status);
        Assert.Equal([field], refused.Errors);
    }

    [Fact]
    public async Task Test_event_that_nobody_hears_is_answered_and_logged()
    {
        var id = (await CreateAsync("""{ "by": "Mei", "url": "https://localhost:1/hook" }""")).Text("id");

        var tested = await CallAsync("post", "/{id}/test", """{ "by": "Mei" }""", request => Deliveries.TestAsync(request, id, default));
        var log = await CallAsync("get", "/{id}/deliveries", null, request => Deliveries.ListAsync(request, id, default));

        Assert.Equal((200, "address_refused", "webhook.test"), (tested.Status, tested.Text("error"), tested.Text("type")));
        Assert.Equal(tested.Text("id"), log.Body.GetProperty("deliveries")[0].GetProperty("id").GetString());

        // No order told it: there is nothing to replay.
        var replayed = await CallAsync(
            "post",
            "/{id}/deliveries/{deliveryId}/replay",
            """{ "by": "Mei" }""",
            request => Deliveries.ReplayAsync(request, id, tested.Text("id"), default)
        );
        Assert.Equal(404, replayed.Status);
    }

    [Fact]
    public async Task Deleted_endpoint_is_unknown_to_every_call()
    {
        var id = (await CreateAsync("""{ "by": "Mei", "url": "https://shop.example/hook" }""")).Text("id");
        const string By = """{ "by": "Mei" }""";
        var deleted = await CallAsync("post", "/{id}/delete", By, request => Endpoints.DeleteAsync(request, id, default));

        int[] answers =
        [
            (await CallAsync("get", "/{id}", null, request => Endpoints.ShowAsync(request, id, default))).Status,
            (await ChangeAsync(id, By)).Status,
            (await CallAsync("post", "/{id}/delete", By, request => Endpoints.DeleteAsync(request, id, default))).Status,
            (await CallAsync("post", "/{id}/roll-secret", By, request => Endpoints.RollAsync(request, id, default))).Status,
            (await CallAsync("post", "/{id}/test", By, request => Deliveries.TestAsync(request, id, default))).Status,
            (await CallAsync("get", "/{id}/deliveries", null, request => Deliveries.ListAsync(request, id, default))).Status,
        ];

        Assert.Equal("deleted", deleted.Text("result"));
        Assert.Equal([404, 404, 404, 404, 404, 404], answers);
    }

    [Fact]
    public async Task Continuation_that_is_not_ours_is_refused()
    {
        var id = (await CreateAsync("""{ "by": "Mei", "url": "https://shop.example/hook" }""")).Text("id");

        var refused = await CallAsync(
            "get",
            "/{id}/deliveries",
            null,
            request => Deliveries.ListAsync(request, id, default),
            "?continuation=zz"
        );

        Assert.Equal((400, "continuation"), (refused.Status, refused.Errors.Single()));
    }

    [Fact]
    public async Task Nobody_without_the_key_of_operations_sees_endpoints()
    {
        var request = _face.Request("get");

        var refused = await _face.BehindDoorAsync("OpsWebhooks", request, Path, () => Endpoints.ListAsync(request, default));

        Assert.Equal(401, refused.Status);
    }

    private WebhookOperations Endpoints => _face.Get<WebhookOperations>();

    private WebhookDeliveryOperations Deliveries => _face.Get<WebhookDeliveryOperations>();

    private Task<Face.Answer> CreateAsync(string body) => CallAsync("post", "", body, request => Endpoints.CreateAsync(request, default));

    private Task<Face.Answer> ChangeAsync(string id, string body) =>
        CallAsync("patch", "/{id}", body, request => Endpoints.ChangeAsync(request, id, default));

    private async Task<Face.Answer> CallAsync(
        string method,
        string path,
        string? body,
        Func<HttpRequest, Task<IResult>> call,
        string query = ""
    )
    {
        var request = _face.Request(method, body, query);
        return await _face.AnswerAsync(await call(request), request, Path + path);
    }

    private async Task<string> RowsAsync()
    {
        var rows = new List<string>();
        await foreach (var row in storage.Azurite.Tables.GetTableClient("StorefrontEndpoints").QueryAsync<Azure.Data.Tables.TableEntity>())
            rows.AddRange(row.Select(column => $"{column.Value}"));
        return string.Join('\n', rows);
    }
}
