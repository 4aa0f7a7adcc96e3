using System.Text;
using Microsoft.AspNetCore.Http;

namespace Doubles.Wire;

/// <summary>A company over HTTP: what it is asked goes into its journal, and what goes wrong is done to it here.</summary>
public abstract class Company
{
    private readonly Lock _lock = new();

    public Journal Journal { get; } = new();

    public Faults Faults { get; } = new();

    internal async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (await PageAsync(context, "/" + (string?)request.RouteValues["path"]))
            return;
        var body = await new StreamReader(request.Body, Encoding.UTF8).ReadToEndAsync(context.RequestAborted);
        var asked = new Question(request, "/" + (string?)request.RouteValues["path"], body);
        var call = CallOf(asked);
        var fault = Faults.Take(call);
        var reply = fault switch
        {
            Fault.Unavailable => Reply.Text(503, ""),
            Fault.TooMany => Reply.Text(429, ""),
            _ => Locked(() => Play(asked, fault)),
        };
        var key = request.Headers["Idempotency-Key"].FirstOrDefault();
        Journal.Add(new Asked(call, key, body, fault == Fault.DoneThenLost ? 0 : reply.Status));
        if (fault == Fault.DoneThenLost)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = reply.Status;
        if (fault == Fault.TooMany)
            context.Response.Headers.RetryAfter = "1";
        context.Response.ContentType = reply.Type;
        await context.Response.Body.WriteAsync(fault == Fault.DoneThenGarbage ? "<html>"u8.ToArray() : reply.Body, context.RequestAborted);
    }

    /// <summary>What a question is called in the journal: <c>POST /shipments/:id/buy</c>.</summary>
    private protected abstract string CallOf(Question asked);

    /// <summary>Answers what is a page for people; false if it is none.</summary>
    private protected virtual Task<bool> PageAsync(HttpContext context, string path) => Task.FromResult(false);

    /// <summary>Does what is asked, alone, as far as the fault lets it.</summary>
    private protected abstract Reply Play(Question asked, Fault fault);

    protected void Locked(Action act)
    {
        lock (_lock)
            act();
    }

    protected T Locked<T>(Func<T> act)
    {
        lock (_lock)
            return act();
    }
}

internal sealed record Question(HttpRequest Request, string Path, string Body);

internal sealed record Reply(int Status, string Type, byte[] Body)
{
    public static Reply Text(int status, string body) => new(status, "application/json", Encoding.UTF8.GetBytes(body));
}
