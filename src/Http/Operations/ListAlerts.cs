using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Storage;

namespace Orders.Functions.Http.Operations;

/// <summary>What needs a person, oldest first.</summary>
public sealed class ListAlerts(OpsAlerts alerts, OpsKey key)
{
    [Function(nameof(ListAlerts))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/alerts")] HttpRequest request, CancellationToken cancellation) =>
        key.Refuse(request) ?? Json.Ok(new { Alerts = await alerts.OpenAsync(cancellation) });
}
