using System.Text;
using System.Text.Json;
using Durable.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orders.Functions;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Integrations;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;
using Orders.Functions.Storage.Tables;

namespace Integration.Tests.Http;

/// <summary>The HTTP functions on real stores; the orchestration is a stand-in that waits for events.</summary>
public sealed class Face(AzuriteFixture azurite) : IAsyncLifetime
{
    private ServiceProvider? _services;
    private TestHub? _hub;

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    internal Contract Contract { get; } = new();

    internal TestHub Hub => _hub!;

    internal OrderStore Orders => Get<OrderStore>();

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddApp(azurite, Time)
            .AddHttpFace(AppServices.Settings(azurite))
            .AddStorefront(AppServices.Settings(azurite))
            .AddCompanies(
                new ScriptedCarrier([]),
                [new ScriptedPayments("scripted", []), new ScriptedPayments("other", [])],
                [new("Payments:ProviderFor:Crypto:USD", "other")]
            )
            .BuildServiceProvider();
        _hub = TestHub.ForFunctions([typeof(WaitingOrder)], _services);
        await Get<Seeder>().SeedAsync();
    }

    public async ValueTask DisposeAsync() => await _services!.DisposeAsync();

    internal T Get<T>()
        where T : notnull => ActivatorUtilities.GetServiceOrCreateInstance<T>(_services!);

    /// <summary>A request as the host would hand it over.</summary>
    internal HttpRequest Request(string method, string? json = null, string query = "", params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext { RequestServices = _services! };
        http.Request.Method = method;
        http.Request.QueryString = new QueryString(query);
        http.Response.Body = new MemoryStream();
        if (json is not null)
        {
            http.Request.ContentType = "application/json; charset=utf-8";
            http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(json));
        }

        foreach (var (name, value) in headers)
            http.Request.Headers[name] = value;
        return http.Request;
    }

    /// <summary>Writes the answer, and holds it to the contract of its operation.</summary>
    internal async Task<Answer> AnswerAsync(IResult result, HttpRequest request, string path)
    {
        var response = request.HttpContext.Response;
        await result.ExecuteAsync(request.HttpContext);
        response.Body.Position = 0;
        var body = (await JsonDocument.ParseAsync(response.Body)).RootElement.Clone();
        var contentType = response.ContentType!.Split(';')[0];
        Assert.Empty(Contract.Check(request.Method, path, response.StatusCode, contentType, body));
        return new Answer(response.StatusCode, body, response.Headers.Location.ToString());
    }

    internal async Task<Answer> PlaceAsync(string json, string? key)
    {
        var request = Request("post", json, headers: key is null ? [] : [("Idempotency-Key", key)]);
        return await AnswerAsync(await Get<PlaceOrder>().RunAsync(request, Hub.Client, default), request, "/api/orders");
    }

    /// <summary>Calls a function of operations as the app does: behind the door that asks for their key.</summary>
    internal async Task<Answer> BehindDoorAsync(string function, HttpRequest request, string path, Func<Task<IResult>> call) =>
        await AnswerAsync(await CalledFunction.BehindDoorAsync("ops", function, request, call), request, path);

    private static class WaitingOrder
    {
        [Function("OrderOrchestration")]
        public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.WaitForExternalEvent<CancelRequest>(OrderEvents.CancelRequest);
    }

    internal sealed record Answer(int Status, JsonElement Body, string Location)
    {
        public string Text(string name) => Body.GetProperty(name).GetString()!;

        public IEnumerable<string> Errors => Body.GetProperty("errors").EnumerateObject().Select(error => error.Name);
    }
}
