using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Parity.App.Client;

/// <summary>
/// Lets a test outside the worker make a call of the client that the Functions extension gives an app: gRPC to the extension.
/// </summary>
public sealed class CallHub
{
    /// <summary>How calls and answers travel.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    [Function(nameof(CallHub))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "hub")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var call = await request.ReadFromJsonAsync<ClientCall>(Json, cancellation);
        return Results.Json(await HubCaller.CallAsync(client, call!, TimeProvider.System, cancellation), Json);
    }
}
