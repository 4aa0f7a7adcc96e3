using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Orders.Functions.Http;

/// <summary>The contract of this API.</summary>
public sealed class ShowOpenApi
{
    private static readonly byte[] _contract = FaceData.OpenApi();

    [Function(nameof(ShowOpenApi))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.yaml")] HttpRequest request)
    {
        _ = request;
        return Results.Bytes(_contract, "application/yaml; charset=utf-8");
    }
}
