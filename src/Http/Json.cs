using Microsoft.AspNetCore.Http;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http;

/// <summary>Answers in JSON.</summary>
internal static class Json
{
    public static IResult Ok<T>(T body) => Results.Json(body, OrderJson.Options, statusCode: StatusCodes.Status200OK);

    /// <param name="location">Where it can be seen.</param>
    public static IResult Created<T>(HttpResponse response, string location, T body)
    {
        response.Headers.Location = location;
        return Results.Json(body, OrderJson.Options, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>Taken on, not done yet: <paramref name="location"/> shows how it goes.</summary>
    public static IResult Accepted<T>(HttpResponse response, string location, T body)
    {
        response.Headers.Location = location;
        return Results.Json(body, OrderJson.Options, statusCode: StatusCodes.Status202Accepted);
    }
}
