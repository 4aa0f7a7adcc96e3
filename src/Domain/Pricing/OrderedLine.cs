using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Pricing;

/// <summary>One line of a request with its product, and what stands against it.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Product">Null: there is no such product.</param>
public sealed record OrderedLine(int Index, RequestLine Asked, Product? Product, IReadOnlyList<LineRefusal> Refusals)
{
    /// <summary>Looks each line up, and at what is against sending it there.</summary>
    public static IReadOnlyList<OrderedLine> Of(
        IReadOnlyList<RequestLine> lines,
        string place,
        IReadOnlyCollection<Product> products,
        Restrictions restrictions
    ) => [.. lines.Select((asked, index) => Of(index, asked, place, products, restrictions))];

    private static OrderedLine Of(
        int index,
        RequestLine asked,
        string place,
        IReadOnlyCollection<Product> products,
        Restrictions restrictions
    )
    {
        if (products.FirstOrDefault(candidate => candidate.Sku == asked.Sku) is not { } product)
            return new OrderedLine(
                index,
                asked,
                null,
                [
                    new LineRefusal(
                        OrderJson.Name(ReasonCode.NotSold),
                        "sku",
                        new($"There is no product {asked.Sku}.", $"没有商品 {asked.Sku}。")
                    ),
                ]
            );

        List<LineRefusal> refusals = [];
        if (restrictions.Against(product, place) is { } restriction)
            refusals.Add(new LineRefusal(restriction.Code, "sku", restriction.Text));
        else if (Territories.Named(place) is var territory && territory.IsIn(product.ForbiddenCountries))
            refusals.Add(
                new LineRefusal(
                    OrderJson.Name(ReasonCode.CountryForbidden),
                    "sku",
                    new(
                        $"{asked.Sku} may not be sent to {territory.Label("en")}.",
                        $"商品 {asked.Sku} 不能寄往 {territory.Label("zh-CN")}。"
                    )
                )
            );
        if (asked.Quantity > product.MaxPerOrder)
            refusals.Add(
                new LineRefusal(
                    OrderJson.Name(ReasonCode.QuantityLimit),
                    "quantity",
                    new(
                        $"One order may hold at most {product.MaxPerOrder} of {asked.Sku}.",
                        $"商品 {asked.Sku} 每单限购 {product.MaxPerOrder} 件。"
                    )
                )
            );
        return new OrderedLine(index, asked, product, refusals);
    }
}

/// <summary>Why a line cannot be had as asked.</summary>
/// <param name="Code">For programs: <c>not_sold</c>, <c>country_forbidden</c>, <c>quantity_limit</c>, or the code of a restriction.</param>
/// <param name="Field">Of the line, that would have to change: <c>sku</c>, <c>quantity</c>.</param>
public sealed record LineRefusal(string Code, string Field, LocalizedText Text);
