using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Http.Storefront;

/// <summary>Reads the body of <c>POST /api/quotes</c>.</summary>
internal static class QuoteRequestReader
{
    /// <param name="currency">The only one that the shop sells in.</param>
    public static QuoteRequest Read(JsonInput body, string currency)
    {
        var lines = OrderRequestReader.Lines(body);
        var shipTo = ShipTo(body.Object("shipTo"));
        var locale = body.OptionalCode("locale", 10) ?? "en";
        if (locale is not ("zh-CN" or "en"))
            body.Refuse("locale", "Should be one of zh-CN, en.");
        if (body.OptionalCode("currency", 3) is { } asked && asked != currency)
            body.Refuse("currency", $"Should be {currency}: the shop sells in no other.");
        return new QuoteRequest(lines, shipTo, locale);
    }

    private static Destination ShipTo(JsonInput? input)
    {
        if (input is null)
            return new Destination("", null);
        var destination = new Destination(OrderRequestReader.Country(input), OrderRequestReader.PostalCode(input))
        {
            Region = input.OptionalText("region", 100),
            City = input.OptionalText("city", 100),
        };
        input.Close();
        return destination;
    }
}
