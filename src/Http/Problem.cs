using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orders.Functions.Commands;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http;

/// <summary>An RFC 9457 problem; answers with <c>application/problem+json</c>.</summary>
/// <param name="Type">Names the problem: stays the same when the words change.</param>
/// <param name="Reason">A code, where a command was refused.</param>
/// <param name="Errors">By the path of the field.</param>
internal sealed record Problem(
    string Type,
    int Status,
    string Title,
    string? Detail = null,
    string? Reason = null,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null
) : IResult
{
    /// <summary>The claim or return that has what was asked for.</summary>
    public ProblemCase? Case { get; init; }

    /// <summary>Why a command was refused, with what each reason is about: for who puts it into other words. Not sent.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>Of the products that the reasons are about. Not sent.</summary>
    public ProductNames Names { get; init; } = ProductNames.None;

    /// <summary>The open orders that stand in the way.</summary>
    public IReadOnlyList<UnfinishedOrder>? Open { get; init; }

    /// <summary>The request's form is wrong.</summary>
    public static Problem Invalid(FieldErrors errors) =>
        new("urn:orders:invalid-request", StatusCodes.Status400BadRequest, "The request is not valid.", Errors: errors.ToDictionary());

    /// <summary>One thing is wrong with the request's form.</summary>
    public static Problem Invalid(string path, string message)
    {
        var errors = new FieldErrors();
        errors.Add(path, message);
        return Invalid(errors);
    }

    /// <summary>The request is well-formed, and cannot be had.</summary>
    public static Problem Unprocessable(FieldErrors errors) =>
        new(
            "urn:orders:unprocessable",
            StatusCodes.Status422UnprocessableEntity,
            "The request cannot be fulfilled as it is.",
            Errors: errors.ToDictionary()
        );

    /// <summary>Storage does not answer, or too many ask at once; what was asked may be asked again, under the same key.</summary>
    public static Problem Unavailable { get; } =
        new(
            "urn:orders:unavailable",
            StatusCodes.Status503ServiceUnavailable,
            "The shop cannot answer at the moment.",
            "Try again in a moment, under the same Idempotency-Key if there is one."
        );

    public static Problem NotFound(string what) => new("urn:orders:not-found", StatusCodes.Status404NotFound, $"There is no such {what}.");

    public static Problem Conflict(string type, string title, string? detail = null, Reason? reason = null) =>
        new(type, StatusCodes.Status409Conflict, title, detail, reason?.ToString());

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = "application/problem+json";
        if (Status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = "2";
        var body = new
        {
            Type,
            Title,
            Status,
            Detail,
            Reason,
            Errors,
            Case,
            Open,
            TraceId = Activity.Current?.TraceId.ToHexString() ?? httpContext.TraceIdentifier,
        };
        return JsonSerializer.SerializeAsync(httpContext.Response.Body, body, OrderJson.Options, httpContext.RequestAborted);
    }
}

/// <summary>A case as a problem names it.</summary>
/// <param name="CaseId">Of a return: its RMA.</param>
internal sealed record ProblemCase(CaseKind Kind, string CaseId);
