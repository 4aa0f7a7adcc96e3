using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Http.Operations;

namespace Integration.Tests.Http.Operations;

/// <summary>Nobody without the key comes to a function of operations, whoever wrote it; and the key is asked of nobody else.</summary>
public sealed class OpsDoorTests
{
    private const string Key = "the-key";

    private static readonly IFunctionsWorkerMiddleware _door = CalledFunction.Door(Key);

    /// <summary>Every function of the app, by name.</summary>
    private static IReadOnlyList<(string Name, Type Class, HttpTriggerAttribute? Http)> Functions { get; } =
    [
        .. from type in typeof(OpsDoor).Assembly.GetTypes()
        from method in type.GetMethods(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly
        )
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        let http = method
            .GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .FirstOrDefault(found => found is not null)
        select (function.Name, type, http),
    ];

    public static TheoryData<string> ForOperations =>
        [.. Functions.Where(function => IsForOperations(function.Http)).Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(ForOperations))]
    public async Task Function_of_operations_is_called_with_their_key_only(string name)
    {
        Assert.Equal((false, 401), await CallAsync(name));
        Assert.Equal((false, 401), await CallAsync(name, "x-functions-key", ""));
        Assert.Equal((false, 401), await CallAsync(name, "x-functions-key", "the-kez"));
        Assert.Equal((false, 401), await CallAsync(name, "x-functions-key", Key + "y"));
        Assert.Equal((true, 200), await CallAsync(name, "x-functions-key", Key));
        Assert.Equal((true, 200), await CallAsync(name, query: "?code=" + Key));
    }

    [Fact]
    public async Task Everybody_else_needs_no_key_of_operations()
    {
        foreach (var (name, _, http) in Functions.Where(function => !IsForOperations(function.Http)))
            Assert.Equal((name, true), (name, (await CallAsync(name, by: http is null ? null : new DefaultHttpContext())).Called));
    }

    [Fact]
    public void Functions_of_operations_match_their_folder_and_their_part_of_the_contract()
    {
        var byRoute = ForOperations.Select(row => row.Data).Order(StringComparer.Ordinal).ToList();
        var byFolder = Functions
            .Where(function => function.Class.Namespace == typeof(OpsDoor).Namespace)
            .Select(function => function.Name)
            .Order(StringComparer.Ordinal);

        Assert.InRange(byRoute.Count, 20, 200);
        Assert.Equal(byFolder, byRoute);
        Assert.All(
            new Contract().Operations,
            operation => Assert.Equal(operation.Tag == "operations", operation.Path.StartsWith("/api/ops/", StringComparison.Ordinal))
        );
    }

    /// <summary>A route that begins with a hole could take what begins with <c>ops</c>, past the door.</summary>
    [Fact]
    public void Every_route_begins_with_a_word() =>
        Assert.All(Functions.Where(function => function.Http is not null), function => Assert.Matches("^[a-z]", function.Http!.Route));

    [Fact]
    public async Task Unknown_function_or_unseen_caller_is_not_let_in()
    {
        Assert.Equal((false, 401), await CallAsync("A function of tomorrow"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => CallAsync(nameof(DecideClaim), by: null));
    }

    [Fact]
    public async Task Nobody_is_let_in_where_no_key_is_set()
    {
        var called = false;
        var http = Caller();
        http.Request.Headers["x-functions-key"] = "";
        http.Request.QueryString = new QueryString("?code=");

        await CalledFunction
            .Door("")
            .Invoke(
                new CalledFunction(nameof(DecideClaim), http),
                _ =>
                {
                    called = true;
                    return Task.CompletedTask;
                }
            );

        Assert.Equal((false, 401), (called, http.Response.StatusCode));
    }

    [Fact]
    public async Task Refusal_is_a_problem_that_says_what_is_needed()
    {
        var http = Caller();

        await _door.Invoke(new CalledFunction(nameof(DecideClaim), http), _ => Task.CompletedTask);

        http.Response.Body.Position = 0;
        var problem = (await JsonDocument.ParseAsync(http.Response.Body)).RootElement;
        Assert.Equal("application/problem+json", http.Response.ContentType);
        Assert.Equal("urn:orders:unauthorized", problem.GetProperty("type").GetString());
        Assert.Equal("This call needs the key of operations.", problem.GetProperty("title").GetString());
        Assert.Equal(401, problem.GetProperty("status").GetInt32());
    }

    private static bool IsForOperations(HttpTriggerAttribute? http) =>
        http?.Route?.StartsWith("ops", StringComparison.OrdinalIgnoreCase) == true;

    private static Task<(bool Called, int Status)> CallAsync(string name, string header = "Accept", string value = "*/*", string query = "")
    {
        var http = Caller();
        http.Request.Headers[header] = value;
        http.Request.QueryString = new QueryString(query);
        return CallAsync(name, http);
    }

    private static async Task<(bool Called, int Status)> CallAsync(string name, HttpContext? by)
    {
        var called = false;
        await _door.Invoke(
            new CalledFunction(name, by),
            _ =>
            {
                called = true;
                return Task.CompletedTask;
            }
        );
        return (called, by?.Response.StatusCode ?? 0);
    }

    private static DefaultHttpContext Caller() => new() { Response = { Body = new MemoryStream() } };
}
