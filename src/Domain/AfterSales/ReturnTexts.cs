using System.Globalization;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>What the customer is told to do to return goods, and what comes of it.</summary>
public static class ReturnTexts
{
    /// <summary>A sentence each.</summary>
    public static IReadOnlyList<string> Instructions(string rma, ReturnTerms terms, string locale) =>
        [.. Texts(rma, terms).Select(text => text.In(locale))];

    private static IEnumerable<LocalizedText> Texts(string rma, ReturnTerms terms)
    {
        var used = terms.UsedPercent.ToString(CultureInfo.InvariantCulture);
        var opened = terms.OpenedPercent.ToString(CultureInfo.InvariantCulture);
        if (terms.Licences.Count > 0)
            yield return new("The licence keys you return are no longer valid.", "您退回的许可证密钥即刻失效。");
        if (terms.DutiesPaid is { } duties)
        {
            yield return new(
                $"Import duties of {duties} were paid to customs and are not refunded by us.",
                $"已向海关缴纳的进口税费 {duties} 不由我们退还。"
            );
        }

        if (terms.ToSend.Count == 0)
            yield break;

        yield return new(
            $"Pack the goods well, with everything that came with them, and write {rma} on the parcel.",
            $"请将商品连同所有配件妥善包装，并在包裹上注明 {rma}。"
        );
        yield return new(
            "Send it to the address above in time, and tell us the waybill number, so that you and we can follow the parcel.",
            "请按时寄往上述地址，并告知我们运单号，以便双方跟踪包裹。"
        );
        if (terms.ToSend.Any(line => line.Sealed))
        {
            yield return terms.OpenedPercent == 0
                ? new(
                    "Security goods are taken back only with their seal intact. If it is broken, they go back to you.",
                    "安全类商品仅接受封条完好的退货；封条已破损的将寄回给您。"
                )
                : new(
                    $"For security goods whose seal is broken we refund {opened}% of the price.",
                    $"安全类商品封条已破损的，退还价款的 {opened}%。"
                );
        }

        if (terms.ToSend.Any(line => !line.Sealed))
        {
            yield return terms.UsedPercent == 0
                ? new("Used goods are not taken back; they go back to you.", "使用过的商品不接受退货，将寄回给您。")
                : new($"For used goods we refund {used}% of the price.", $"使用过的商品退还价款的 {used}%。");
        }
    }
}
