using Microsoft.AspNetCore.Http;

namespace Orders.Functions.Http.Pages;

/// <summary>Back to the page by GET after a form did what it should, so that reloading sends nothing twice.</summary>
internal sealed class PageRedirect(string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = location;
        PageResult.Protect(response);
        return Task.CompletedTask;
    }
}
