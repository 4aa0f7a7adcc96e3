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
        var wish = new ChangeWish(lines, body.OptionalChoice<ShippingClass>("shippingClass"), body.Flag("acceptDuties", otherwise: false));
        if (wish is { Lines: null, ShippingClass: null })
            body.Refuse("", "Names nothing to change: lines, shippingClass, or both.");
        return wish;
    }

    /// <summary><c>PATCH /api/orders/{orderId}</c>.</summary>
    public static (Address ShipTo, bool AcceptDuties) ReadAddress(JsonInput body) =>
        (OrderRequestReader.ShipTo(body.Object("shipTo")), body.Flag("acceptDuties", otherwise: false));

    // Like those of an order; 0 takes a line off.
    private static List<RequestLine> Lines(JsonInput body)
    {
        List<RequestLine> lines = [];
        foreach (var input in body.Objects("lines", max: RequestLine.Most))
        {
            var line = new RequestLine(input.Text("sku", 40), (int)input.Whole("quantity", 0, 999));
            if (line.Sku.Length > 0 && lines.Exists(other => other.Sku == line.Sku))
                input.Refuse("sku", "Stands in another line already.");
            input.Close();
            lines.Add(line);
        }

        return lines;
    }
}

/// <param name="Lines">The full new list; null: as they are.</param>
/// <param name="AcceptDuties">The customer accepts the import duties of what he asks for.</param>
internal sealed record ChangeWish(IReadOnlyList<RequestLine>? Lines, ShippingClass? ShippingClass, bool AcceptDuties)
{
    /// <summary>What makes the wish of an order as it stands.</summary>
    public OrderChange For(Order order)
    {
        List<ChangeAction> actions = [];
        if (Lines is not null)
        {
            actions.AddRange(Lines.Select(line => new ChangeAction(ChangeKind.Quantity, line.Sku, line.Quantity)));
            actions.AddRange(order.Lines.Where(line => Lines.All(asked => asked.Sku != line.Sku)).Select(line => new ChangeAction(ChangeKind.Quantity, line.Sku, 0)));
        }

        if (ShippingClass is not null)
            actions.Add(new ChangeAction(ChangeKind.ShippingClass, ShippingClass: ShippingClass));
        return new OrderChange(actions);
    }
}
