using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Commands.Storefront;

namespace Orders.Functions.Http.Operations;

/// <summary>The endpoints at which the storefront hears of its orders.</summary>
public sealed class WebhookOperations(WebhookEndpoints endpoints)
{
    private const string What = "webhook endpoint";
    private const int LongestUrl = 500;
    private const int MostTypes = 100;
    private const int LongestType = 100;
    private const int UsualOverlap = 24;
    private const int LongestOverlap = 168;

    /// <summary>Makes an endpoint; its secret is in this answer, and in no other.</summary>
    [Function("OpsWebhookCreate")]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/webhooks")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        var (order, problem) = await JsonRequest.ReadAsync(
            request,
            body => new EndpointOrder(
                body.Text("by", 100),
                body.Code("url", LongestUrl),
                body.OptionalCodes("types", MostTypes, LongestType)
            ),
            cancellation
        );
        if (order is null)
            return problem!;
        return Answer.Of(
            await endpoints.CreateAsync(order, cancellation),
            made =>
                Json.Created(
                    request.HttpContext.Response,
                    $"/api/ops/webhooks/{made.Endpoint.Id}",
                    EndpointView.Of(made.Endpoint) with
                    {
                        Secret = made.Secret,
                    }
                )
        );
    }

    /// <summary>Those that are not deleted, the oldest first; never with a secret.</summary>
    [Function("OpsWebhooks")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/webhooks")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        _ = request;
        return Json.Ok(new { Endpoints = (await endpoints.ListAsync(cancellation)).Select(EndpointView.Of) });
    }

    [Function("OpsWebhook")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/webhooks/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation
    )
    {
        _ = request;
        return await endpoints.FindAsync(id, cancellation) is { } endpoint ? Json.Ok(EndpointView.Of(endpoint)) : Problem.NotFound(What);
    }

    /// <summary>Changes address, types, or whether it gets anything: what is given, and nothing else.</summary>
    [Function("OpsWebhookChange")]
    public async Task<IResult> ChangeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "ops/webhooks/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation
    )
    {
        var (order, problem) = await JsonRequest.ReadAsync(
            request,
            body => new EndpointOrder(
                body.Text("by", 100),
                body.OptionalCode("url", LongestUrl),
                body.OptionalCodes("types", MostTypes, LongestType),
                body.OptionalFlag("enabled")
            ),
            cancellation
        );
        return order is null
            ? problem!
            : Answer.Of(await endpoints.ChangeAsync(id, order, cancellation), endpoint => Json.Ok(EndpointView.Of(endpoint)));
    }

    /// <summary>Gives it another secret, shown in this answer only; the old one signs too for some hours.</summary>
    [Function("OpsWebhookRoll")]
    public async Task<IResult> RollAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/webhooks/{id}/roll-secret")] HttpRequest request,
        string id,
        CancellationToken cancellation
    )
    {
        var (asked, problem) = await JsonRequest.ReadAsync(
            request,
            body =>
                (By: body.Text("by", 100), Hours: body.Has("overlapHours") ? body.Whole("overlapHours", 0, LongestOverlap) : UsualOverlap),
            cancellation
        );
        if (problem is not null)
            return problem;
        return Answer.Of(
            await endpoints.RollAsync(id, TimeSpan.FromHours(asked.Hours), asked.By, cancellation),
            secret => Json.Ok(new { Id = id, Secret = secret })
        );
    }

    /// <summary>Deletes it: nothing more is sent there.</summary>
    [Function("OpsWebhookDelete")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/webhooks/{id}/delete")] HttpRequest request,
        string id,
        CancellationToken cancellation
    )
    {
        var (by, problem) = await JsonRequest.ReadAsync(request, body => body.Text("by", 100), cancellation);
        return problem
            ?? Answer.Of(await endpoints.DeleteAsync(id, by!, cancellation), deleted => Json.Ok(new { deleted.Id, Result = "deleted" }));
    }
}
