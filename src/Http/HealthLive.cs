using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Orders.Functions.Http;

/// <summary>Answers while the process does.</summary>
public sealed class HealthLive
{
    [Function(nameof(HealthLive))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request)
    {
        _ = request;
        return Json.Ok(new { Status = "live" });
    }
}
