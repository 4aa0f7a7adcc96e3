using System.Text;
using Microsoft.AspNetCore.Http;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http.Storefront;

/// <summary>
/// Reads the form of a claim: the fields <c>kind</c>, <c>description</c> and <c>lines</c> (JSON: <c>[{ "sku", "quantity" }]</c>), and
/// <c>photos</c>.
/// </summary>
internal static class ClaimForm
{
    private const int LongestDescription = 4000;

    /// <param name="locale">Of the customer.</param>
    /// <param name="filedAt">When it reached us.</param>
    /// <returns>The claim, or the problem to answer with.</returns>
    public static Task<(ClaimToFile? Asked, Problem? Problem)> ReadAsync(
        MultipartRequest forms,
        HttpRequest request,
        string locale,
        DateTimeOffset filedAt,
        CancellationToken cancellation
    ) =>
        forms.ReadAsync(
            request,
            "photos",
            FileKinds.Photos,
            locale,
            (form, errors) => Read(form, filedAt, errors) with { Key = IdempotencyKey.ReadOptional(request, errors) },
            cancellation
        );

    /// <summary>Reads a form that came, and writes down all that is wrong with it.</summary>
    public static ClaimToFile Read(MultipartForm form, DateTimeOffset filedAt, FieldErrors errors)
    {
        var asked = new ClaimToFile
        {
            Kind = form.Choice<ClaimKind>("kind", errors),
            Description = form.Text("description", LongestDescription, errors),
            Lines = ReadLines(form.Text("lines", LongestDescription, errors), errors),
            Photos = form.Files,
            FiledAt = filedAt,
        };
        form.Close(errors, "kind", "description", "lines");
        return asked;
    }

    private static List<ParcelLine> ReadLines(string json, FieldErrors errors)
    {
        List<ParcelLine> lines = [];
        if (json.Length == 0)
            return lines;
        var (document, _) = JsonRequest.Parse(Encoding.UTF8.GetBytes($$"""{"lines":{{json}}}"""));
        if (document is null)
        {
            errors.Add("lines", "Should be a JSON list of { \"sku\", \"quantity\" }.");
            return lines;
        }

        using (document)
        {
            var body = JsonInput.Of(document, errors);
            foreach (var line in body.Objects("lines", RequestLine.Most))
            {
                lines.Add(new ParcelLine(line.Code("sku", 100), (int)line.Whole("quantity", 1, 1000)));
                line.Close();
            }

            body.Close();
        }

        if (lines.DistinctBy(line => line.Sku).Count() < lines.Count)
            errors.Add("lines", "Names a sku twice.");
        return lines;
    }
}
