using System.Text;
using Microsoft.AspNetCore.Http;

namespace Doubles.Wire;

/// <summary>A company over HTTP: what it is asked goes into its journal, and what goes wrong is done to it here.</summary>
public abstract class Company : IAsyncDisposable
{
    private readonly Lock _lock = new();

    public Deliveries Webhooks { get; } = new();

    public Journal Journal { get; } = new();

    public Faults Faults { get; } = new();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Webhooks.DisposeAsync();
    }

    internal async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var body = await new StreamReader(request.Body, Encoding.UTF8).ReadToEndAsync(context.RequestAborted);
        var asked = new Question(request, "/" + (string?)request.RouteValues["path"], body);
        var call = CallOf(asked);
        var fault = Faults.Take(call);
        var reply = fault switch
        {
            Fault.Unavailable => Reply.Text(503, ""),
            Fault.TooMany => Reply.Text(429, ""),
            Fault.ErrorKept => Reply.Text(500, ""),
            _ => Locked(() => Do(asked)),
        };
        if (fault == Fault.DoneThenError)
            reply = Broken;
        Journal.Add(new Asked(call, IdempotencyKey: null, body, fault == Fault.DoneThenLost ? 0 : reply.Status));
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

    /// <summary>Does what is asked, alone.</summary>
    private protected abstract Reply Do(Question asked);

    /// <summary>What is answered when something broke after the work was done.</summary>
    private protected virtual Reply Broken => Reply.Text(500, "");

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
