using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Host.Tests.App;

public sealed class HttpFunctions
{
    [Function("Hello")]
    public IResult Hello(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello/{name}/{times:int}")] HttpRequest request,
        string name,
        int times
    ) => TypedResults.Text($"{string.Concat(Enumerable.Repeat($"Hello {name}. ", times))}{request.Host} {request.QueryString}");

    [Function("Locked")]
    public IResult Locked([HttpTrigger(AuthorizationLevel.Function, "get", Route = "locked")] HttpRequest request) =>
        TypedResults.Text(request.Method);

    /// <summary>Gives back what it is sent, once it has all of it: few callers read before they have sent everything.</summary>
    [Function("Echo")]
    public async Task Echo([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "echo")] HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        body.Position = 0;
        await body.CopyToAsync(request.HttpContext.Response.Body, request.HttpContext.RequestAborted);
    }

    /// <summary>Answers one line at once, and the other when it is let go on.</summary>
    [Function("Slowly")]
    public async Task Slowly([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slowly")] HttpRequest request)
    {
        var response = request.HttpContext.Response;
        await response.WriteAsync("first\n");
        await response.Body.FlushAsync();
        await Notes.AllowedAsync("slowly");
        await response.WriteAsync("second\n");
    }

    [Function("Wait")]
    public async Task<IResult> Wait(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellation
    )
    {
        _ = request;
        Notes.Add($"{name} waits");
        try
        {
            await Notes.AllowedAsync(name, cancellation);
        }
        catch (OperationCanceledException)
        {
            Notes.Add($"{name} is cancelled");
            throw;
        }

        Notes.Add($"{name} goes on");
        return TypedResults.Text("done");
    }

    [Function("Fail")]
    public IResult Fail([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fail")] HttpRequest request) =>
        throw new InvalidOperationException($"{request.Method} fails");

    /// <summary>Ends the worker as a crash would.</summary>
    [Function("Die")]
    public IResult Die([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "die")] HttpRequest request)
    {
        _ = request;
        Environment.Exit(7);
        return TypedResults.NoContent();
    }

    /// <summary>Ends the worker as a crash would, when the function has ended and its answer is still to be sent.</summary>
    [Function("DieAnswering")]
    public async Task DieAnswering([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "die-answering")] HttpRequest request)
    {
        await Task.Yield();
        request.HttpContext.Response.OnStarting(async () =>
        {
            // The end of the function is on its way to the host by another connection.
            await Task.Delay(TimeSpan.FromSeconds(1));
            Environment.Exit(7);
        });
    }
}
