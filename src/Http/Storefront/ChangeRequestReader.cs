using Orders.Functions.Commands.Changes;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http.Storefront;

/// <summary>Reads the bodies of the calls that change an order.</summary>
internal static class ChangeRequestReader
{
    /// <summary><c>POST …/changes</c>.</summary>
    public static ChangeWish Read(JsonInput body)
    {
        var lines = body.Has("lines") ? Lines(body) : null;
        var wish = new ChangeWish
        {
            Lines = lines,
            ShippingClass = body.OptionalChoice<ShippingClass>("shippingClass"),
            AcceptsDuties = AcceptsDuties(body),
        };
        if (wish is { Lines: null, ShippingClass: null })
            body.Refuse("", "Names nothing to change: lines, shippingClass, or both.");
        return wish;
    }

    /// <summary><c>PATCH /api/orders/{orderId}</c>.</summary>
    public static AddressWish ReadAddress(JsonInput body, string orderId) =>
        new(orderId, OrderRequestReader.ShipTo(body.Object("shipTo"))) { AcceptsDuties = AcceptsDuties(body) };

    /// <summary><c>POST …/changes/{changeId}/confirm</c>.</summary>
    public static ChangeConfirmation ReadConfirmation(JsonInput body, string orderId, string changeId) =>
        new(orderId, changeId) { AcceptsDuties = AcceptsDuties(body) };

    private static bool AcceptsDuties(JsonInput body) => body.Flag("acceptDuties");

    // Like those of an order; 0 takes a line off.
    private static List<RequestLine> Lines(JsonInput body)
    {
        List<RequestLine> lines = [];
        foreach (var input in body.Objects("lines", max: RequestLine.Most))
        {
            var line = new RequestLine(input.Code("sku", 40), (int)input.Whole("quantity", 0, 999));
            if (line.Sku.Length > 0 && lines.Exists(other => other.Sku == line.Sku))
                input.Refuse("sku", "Stands in another line already.");
            input.Close();
            lines.Add(line);
        }

        return lines;
    }
}
