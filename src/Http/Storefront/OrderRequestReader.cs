using System.Text.Json;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http.Storefront;

/// <summary>Reads the body of <c>POST /api/orders</c>.</summary>
internal static class OrderRequestReader
{
    private const long LargestAmount = 100_000_000_00;

    // Which kind of card it is shows when it pays.
    private static readonly Dictionary<string, PaymentMethod> _cards = new(StringComparer.Ordinal)
    {
        ["credit"] = PaymentMethod.Card,
        ["debit"] = PaymentMethod.Card,
    };

    /// <returns>Null if its form is wrong; then <paramref name="errors"/> names every field that is.</returns>
    public static OrderRequest? Read(JsonDocument document, FieldErrors errors)
    {
        var body = JsonInput.Of(document, errors);
        var request = new OrderRequest
        {
            Customer = Customer(body.Object("customer")),
            Lines = Lines(body),
            ShipTo = ShipTo(body.Object("shipTo")),
            ShippingClass = body.Choice<ShippingClass>("shippingClass"),
            PaymentMethod = body.Choice("paymentMethod", alsoSaid: _cards),
            OutOfStock = body.Choice<OutOfStockChoice>("outOfStock", OutOfStockChoice.Ask),
            AcceptDuties = body.Flag("acceptDuties"),
            ExpectedTotal = body.OptionalMoney("expectedTotal", 0, LargestAmount),
            ExpectedDuties = body.OptionalMoney("expectedDuties", 0, LargestAmount),
        };
        body.Close();
        return errors.Any ? null : request;
    }

    private static RequestCustomer Customer(JsonInput? input)
    {
        if (input is null)
            return new RequestCustomer("", "", "", "", "", Verified: false);
        var customer = new RequestCustomer(
            input.Read("id", CustomerIds.TryRead),
            input.Text("name", 100),
            input.Read("email", EmailAddresses.TryRead),
            Phone(input),
            input.Code("locale", 10),
            input.Flag("verified")
        );
        if (customer.Locale is not ("" or "zh-CN" or "en"))
            input.Refuse("locale", "Should be one of zh-CN, en.");
        input.Close();
        return customer;
    }

    /// <summary>The member <c>lines</c>: 1 to <see cref="RequestLine.Most"/>, each product once.</summary>
    public static List<RequestLine> Lines(JsonInput body)
    {
        List<RequestLine> lines = [];
        foreach (var input in body.Objects("lines", max: RequestLine.Most))
        {
            var line = new RequestLine(input.Code("sku", 40), (int)input.Whole("quantity", 1, 999));
            if (line.Sku.Length > 0 && lines.Exists(other => other.Sku == line.Sku))
                input.Refuse("sku", "Stands in another line already.");
            input.Close();
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>The member <c>shipTo</c>.</summary>
    public static Address ShipTo(JsonInput? input)
    {
        if (input is null)
            return new Address("", "", "", null, "", "", null, null);
        var address = new Address(
            input.Text("recipient", 100),
            Phone(input),
            Country(input),
            input.OptionalText("region", 100),
            input.Text("city", 100),
            input.Text("line1", 200),
            input.OptionalText("line2", 200),
            PostalCode(input)
        );
        input.Close();
        return address;
    }

    /// <summary>The member <c>postalCode</c>, in capitals: no country writes small letters in its own.</summary>
    public static string? PostalCode(JsonInput input) => input.OptionalCode("postalCode", 20)?.ToUpperInvariant();

    /// <summary>The member <c>country</c>.</summary>
    public static string Country(JsonInput input)
    {
        var country = input.Code("country", 2);
        if (country.Length is 1 or 2 && !Countries.IsKnown(country))
            input.Refuse("country", "Should be an ISO 3166-1 code of two capital letters.");
        return country;
    }

    // Only its form; whether such a number can exist is for the review, which tells the customer by mail.
    private static string Phone(JsonInput input) => input.Read("phone", PhoneRules.TryRead);
}
