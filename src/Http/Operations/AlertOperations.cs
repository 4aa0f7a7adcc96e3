using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Storage.Messaging;

namespace Orders.Functions.Http.Operations;

/// <summary>What needs a person, and its end.</summary>
public sealed class AlertOperations(OpsAlerts alerts, TimeProvider clock)
{
    private static readonly TimeSpan _memory = TimeSpan.FromDays(30);

    /// <summary>The open alerts, oldest first; or those that were closed in the last thirty days, the last closed first.</summary>
    [Function("ListAlerts")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/alerts")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        return request.Query["state"].ToString() switch
        {
            "" or "open" => Json.Ok(new { Alerts = (await alerts.OpenAsync(cancellation)).Select(AlertView.Of) }),
            "closed" => Json.Ok(
                new { Alerts = (await alerts.ClosedAsync(clock.GetUtcNow() - _memory, cancellation)).Select(AlertView.Of) }
            ),
            _ => Problem.Invalid("state", "Should be open or closed."),
        };
    }

    [Function("CloseAlert")]
    public async Task<IResult> CloseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/alerts/{id}/close")] HttpRequest request,
        string id,
        CancellationToken cancellation
    )
    {
        var (done, problem) = await JsonRequest.ReadAsync(
            request,
            body => (By: body.Text("by", 100), Note: body.OptionalText("note", 500)),
            cancellation
        );
        if (problem is not null)
            return problem;
        return await alerts.CloseAsync(id, done.By, done.Note, cancellation) is { } closed
            ? Json.Ok(AlertView.Of(closed))
            : Problem.NotFound("alert");
    }
}
