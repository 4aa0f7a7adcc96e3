using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Commands.Shipping;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Http.Operations;

/// <summary>The carriers that are set up, and which of them nothing is booked with for now.</summary>
public sealed class CarrierOperations(PauseCarrierCommand command, TimeProvider time)
{
    [Function("OpsCarriers")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/carriers")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        _ = request;
        return Json.Ok(new { Carriers = await command.ListAsync(cancellation) });
    }

    [Function("OpsPauseCarrier")]
    public async Task<IResult> PauseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/carriers/{name}/pause")] HttpRequest request,
        string name,
        CancellationToken cancellation
    )
    {
        var (asked, problem) = await JsonRequest.ReadAsync(
            request,
            body => new CarrierToPause(name, Until(body), body.Text("reason", 200), body.Text("by", 100)),
            cancellation
        );
        return asked is null ? Refused(name, problem!) : Answer.Of(await command.PauseAsync(asked, cancellation), Json.Ok);
    }

    [Function("OpsResumeCarrier")]
    public async Task<IResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/carriers/{name}/resume")] HttpRequest request,
        string name,
        CancellationToken cancellation
    )
    {
        var (by, problem) = await JsonRequest.ReadAsync(request, body => body.Text("by", 100), cancellation);
        return by is null ? Refused(name, problem!) : Answer.Of(await command.ResumeAsync(name, by, cancellation), Json.Ok);
    }

    /// <summary>Of a carrier that is not there nothing else is said.</summary>
    private Problem Refused(string name, Problem problem) => command.Knows(name) ? problem : Problem.NotFound("carrier");

    private DateTimeOffset Until(JsonInput body)
    {
        var now = time.GetUtcNow();
        if (!body.Has("until"))
            return now + CarrierPause.Longest;
        var until = body.OptionalMoment("until");
        if (until <= now)
            body.Refuse("until", "Is over already.");
        else if (until > now + CarrierPause.Longest)
            body.Refuse("until", $"Is more than {CarrierPause.Longest.TotalHours:0} hours from now: say it again when that is over.");
        return until ?? now;
    }
}
