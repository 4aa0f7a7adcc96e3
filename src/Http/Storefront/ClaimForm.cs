using System.Text;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http.Storefront;

/// <summary>A claim as it was posted.</summary>
internal sealed record ClaimForm(ClaimKind Kind, string Description, IReadOnlyList<ParcelLine> Lines)
{
    public const int LongestDescription = 4000;
    private const int MostLines = 50;

    /// <summary>Reads the fields <c>kind</c>, <c>description</c> and <c>lines</c> (JSON: <c>[{ "sku", "quantity" }]</c>), and writes down all that is wrong with them.</summary>
    public static ClaimForm Read(MultipartForm form, FieldErrors errors)
    {
        var kind = form.Choice<ClaimKind>("kind", errors);
        var description = form.Text("description", LongestDescription, errors);
        var lines = ReadLines(form.Text("lines", LongestDescription, errors), errors);
        form.Close(errors, "kind", "description", "lines");
        return new ClaimForm(kind, description, lines);
    }

    /// <summary>What is wrong with it for this order.</summary>
    public void Check(Order order, int photos, FieldErrors errors)
    {
        foreach (var (i, line) in Lines.Index())
        {
            var ordered = order.Lines.Where(one => one.Sku == line.Sku).Sum(one => one.Quantity);
            if (ordered == 0)
                errors.Add(FormattableString.Invariant($"lines[{i}].sku"), "Is not in this order.");
            else if (line.Quantity > ordered)
                errors.Add(FormattableString.Invariant($"lines[{i}].quantity"), FormattableString.Invariant($"Only {ordered} were ordered."));
        }

        if (photos == 0 && ClaimRules.NeedsPhotos(Kind))
            errors.Add("photos", "A claim of this kind needs a photo at least.");
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
            foreach (var line in body.Objects("lines", MostLines))
            {
                lines.Add(new ParcelLine(line.Text("sku", 100), (int)line.Whole("quantity", 1, 1000)));
                line.Close();
            }

            body.Close();
        }

        if (lines.DistinctBy(line => line.Sku).Count() < lines.Count)
            errors.Add("lines", "Names a sku twice.");
        return lines;
    }
}
