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
    public static async Task<(RequestToFile? Asked, Problem? Problem)> ReadAsync(
        MultipartRequest forms,
        HttpRequest request,
        string locale,
        DateTimeOffset filedAt,
        CancellationToken cancellation
    )
    {
        var (form, problem) = await forms.ReadAsync(request, "attachments", FileKinds.Attachments, locale, cancellation);
        if (form is null)
            return (null, problem);
        var errors = new FieldErrors();
        var text = form.Text("text", LongestText, errors);
        form.Close(errors, "text");
        return errors.Any ? (null, Problem.Invalid(errors)) : (new RequestToFile(text, form.Files, filedAt), null);
    }
}
