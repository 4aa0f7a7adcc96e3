using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Http.Storefront;

/// <summary>Reads the bodies of the calls about returns.</summary>
internal static class ReturnReader
{
    private const int LongestCarrier = 40;
    private const int LongestWaybill = 40;

    /// <summary><c>POST …/returns</c>: <c>lines</c>, <c>reason</c> and <c>wants</c>.</summary>
    /// <param name="filedAt">When it reached us.</param>
    public static ReturnToRequest Read(JsonInput body, string orderId, DateTimeOffset filedAt)
    {
        List<ParcelLine> lines = [];
        foreach (var line in body.Objects("lines", RequestLine.Most))
        {
            lines.Add(new ParcelLine(line.Code("sku", 100), (int)line.Whole("quantity", 1, 1000)));
            line.Close();
        }

        if (lines.DistinctBy(line => line.Sku).Count() < lines.Count)
            body.Refuse("lines", "Names a sku twice.");
        return new ReturnToRequest(orderId, lines, body.Choice<ReturnWish>("wants"), body.Prose("reason", 1000), filedAt);
    }

    /// <summary><c>POST …/returns/{rma}/waybill</c>: <c>carrier</c> and <c>waybill</c>.</summary>
    public static ReturnParcelSent ReadParcel(JsonInput body, string orderId, string rma)
    {
        var carrier = body.Text("carrier", LongestCarrier);

        // People type waybills in groups and in either case; carriers do not.
        var waybill = Waybills.Form(body.Code("waybill", LongestWaybill));
        if (waybill.Length < 4 || !waybill.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            body.Refuse("waybill", "Should be letters, digits and dashes, at least 4 of them.");
        return new ReturnParcelSent(orderId, rma, carrier, waybill);
    }
}
