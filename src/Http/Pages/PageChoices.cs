using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Http.Pages;

/// <summary>What can be chosen in the page's forms; and the choices back into the words of the API.</summary>
internal static class PageChoices
{
    private const string StockField = "choice:";
    private const int MostUnits = 10;

    /// <param name="isPaid">Something was paid: what is off the order is refunded.</param>
    public static IReadOnlyList<PageShortLine> Stock(IReadOnlyList<ShortView> lines, bool isPaid, string language) =>
        [
            .. lines.Select(
                (line, i) =>
                    new PageShortLine(
                        Missing(line, language),
                        [
                            .. Options(line, isPaid, language)
                                .Select(
                                    (option, k) =>
                                        new PageRadio(
                                            $"stock-{i}-{k}",
                                            StockField + line.Sku,
                                            option.Value,
                                            option.Label,
                                            line.Choice is { } chosen && OrderJson.Name(chosen) == option.Value.Split(':')[0]
                                        )
                                ),
                        ]
                    )
            ),
        ];

    /// <summary>For example <c>Hardware wallet Pro: 1 of 3 missing, more expected on 4 January 2027</c>.</summary>
    public static string Missing(ShortView line, string language)
    {
        var expected = line.ExpectedOn is { } day ? ShortViews.Expected(day).In(language) : "";
        return new LocalizedText(
                $"{line.Name}: {line.Missing} of {line.Ordered} missing",
                $"{line.Name}：共 {line.Ordered} 件，缺 {line.Missing} 件"
            ).In(language) + expected;
    }

    /// <summary>The body of a stock decision.</summary>
    public static JsonObject StockDecision(PageForm form) =>
        new()
        {
            ["lines"] = new JsonArray([
                .. form
                    .Names.Where(name => name.StartsWith(StockField, StringComparison.Ordinal))
                    .Select(name =>
                    {
                        var (choice, substitute) = form.Text(name)?.Split(':', 2) switch
                        {
                            [var what, var sku] => (what, sku),
                            [var what] => (what, null),
                            _ => ((string?)null, (string?)null),
                        };
                        var line = new JsonObject { ["sku"] = name[StockField.Length..], ["choice"] = choice };
                        if (substitute is not null)
                            line["substitute"] = substitute;
                        return (JsonNode)line;
                    }),
            ]),
        };

    /// <summary>The body of a return.</summary>
    public static JsonObject Return(PageForm form) =>
        new()
        {
            ["lines"] = Parsed(form.Text("lines")),
            ["wants"] = form.Text("wants"),
            ["reason"] = form.Text("reason"),
        };

    /// <summary>Goods as claims and returns name them: each line in every number, and all together.</summary>
    public static IReadOnlyList<PageOption> Goods(IReadOnlyList<LineView> lines, string language)
    {
        var all = lines.Select(line => (line, line.Quantity)).ToArray();
        return
        [
            .. lines.SelectMany(line =>
                Enumerable
                    .Range(0, Math.Min(line.Quantity, MostUnits))
                    .Select(less => Option(Label(line, line.Quantity - less), (line, line.Quantity - less)))
            ),
            .. lines.Count > 1 ? [Option(new LocalizedText("All of it", "全部商品").In(language), all)] : Array.Empty<PageOption>(),
        ];
    }

    // What is no JSON is no list either: the function says so.
    private static JsonNode? Parsed(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static PageOption Option(string label, params ReadOnlySpan<(LineView Line, int Quantity)> goods)
    {
        var lines = new JsonArray();
        foreach (var (line, quantity) in goods)
            lines.Add((JsonNode)new JsonObject { ["sku"] = line.Sku, ["quantity"] = quantity });
        return new PageOption(lines.ToJsonString(JsonSerializerOptions.Default), label);
    }

    private static string Label(LineView line, int quantity) => string.Create(CultureInfo.InvariantCulture, $"{line.Name} × {quantity}");

    private static IEnumerable<PageOption> Options(ShortView line, bool isPaid, string language)
    {
        string Words(string en, string zh) => new LocalizedText(en, zh).In(language);
        foreach (var option in line.Options)
        {
            switch (option)
            {
                case StockChoice.Refund:
                    yield return new(
                        "refund",
                        isPaid
                            ? Words("Take it off the order; what you paid for it is refunded", "取消该商品，已付款项将退还")
                            : Words("Take it off the order; you do not pay for it", "取消该商品，无需付款")
                    );
                    break;
                case StockChoice.Split:
                    yield return new("split", Words("Ship what is there now, the rest when it comes", "先发现货，其余到货后再发"));
                    break;
                case StockChoice.Wait:
                    yield return new("wait", Words("Wait and ship everything together", "等待到货后一起发出"));
                    break;
                case StockChoice.Substitute:
                    foreach (var offer in line.Substitutes)
                        yield return new(
                            $"substitute:{offer.Sku}",
                            Words(
                                $"Take {offer.Name} × {offer.Quantity} instead{Difference(offer, " ({0} more)", isPaid ? " ({0} back)" : " ({0} less)")}",
                                $"换成 {offer.Name} × {offer.Quantity}{Difference(offer, isPaid ? "（补差价 {0}）" : "（多付 {0}）", isPaid ? "（退差价 {0}）" : "（少付 {0}）")}"
                            )
                        );
                    break;
            }
        }
    }

    private static string Difference(SubstituteView offer, string more, string less) =>
        offer.PriceAdjustment.Amount switch
        {
            0 => "",
            > 0 => string.Format(CultureInfo.InvariantCulture, more, offer.PriceAdjustment),
            _ => string.Format(CultureInfo.InvariantCulture, less, offer.PriceAdjustment with { Amount = -offer.PriceAdjustment.Amount }),
        };
}
