using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Runtime.Tests.Functions;

public sealed record Greeting(string Name, int Times);

public sealed class Clock
{
    public int Reads { get; set; }
}

/// <summary>HTTP functions of every shape.</summary>
public sealed class HttpFunctions(Clock scoped)
{
    [Function("Number")]
    public static string Number([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbers/{n:int}")] HttpRequest request, int n) => $"{n}";

    [Function("Id")]
    public static IResult Id([HttpTrigger(AuthorizationLevel.Anonymous, "get", "DELETE", Route = "ids/{id}")] HttpRequest request, Guid id, bool? loud, int times = 1) =>
        TypedResults.Json(new { Id = id, Loud = loud, Times = times, request.Method });

    [Function("Greet")]
    public static IActionResult Greet(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request,
        [Microsoft.Azure.Functions.Worker.Http.FromBody] Greeting greeting) => new ObjectResult(greeting) { StatusCode = 201 };

    [Function("Count")]
    public IResult Count([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context) =>
        TypedResults.Text($"{++scoped.Reads} {context.FunctionDefinition.Name} {context.GetHttpContext() == request.HttpContext} {context.Items["step"]}");

    [Function("Throw")]
    public static Task<IActionResult> Throw([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
        throw new InvalidOperationException("a secret detail");

    [Function("Locked")]
    public static string Locked([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => "open";

    [Function("Admin")]
    public static string Admin([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => "admin";
}
