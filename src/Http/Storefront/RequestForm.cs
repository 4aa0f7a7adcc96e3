using Microsoft.AspNetCore.Http;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Documents;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http.Storefront;

/// <summary>Reads the form of an after-sales request: the field <c>text</c>, and <c>attachments</c>.</summary>
internal static class RequestForm
{
    private const int LongestText = 5000;

    /// <param name="locale">Of the customer.</param>
    /// <param name="filedAt">When it reached us.</param>
    /// <returns>The request, or the problem to answer with.</returns>
    public static Task<(RequestToFile? Asked, Problem? Problem)> ReadAsync(
        MultipartRequest forms,
        HttpRequest request,
        string locale,
        DateTimeOffset filedAt,
        CancellationToken cancellation
    ) =>
        forms.ReadAsync(
            request,
            "attachments",
            FileKinds.Attachments,
            locale,
            (form, errors) => Read(form, request, filedAt, errors),
            cancellation
        );

    private static RequestToFile Read(MultipartForm form, HttpRequest request, DateTimeOffset filedAt, FieldErrors errors)
    {
        var text = form.Text("text", LongestText, errors);
        form.Close(errors, "text");
        return new RequestToFile(text, form.Files, filedAt, IdempotencyKey.ReadOptional(request, errors));
    }
}
