using System.Security.Cryptography;
using System.Text;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>
/// How a return begins, whoever asks for it: the customer, or an order that was cancelled when the carrier had its goods already.
/// </summary>
public static class Returns
{
    /// <summary>The RMA of a return that opens by itself: always the same for the same reference of the same order.</summary>
    public static string RmaOf(string orderId, string reference)
    {
        // The order's id cannot be guessed, so neither can what follows from it.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{orderId}:{reference}"));
        return OrderIds.Rma(hash.AsSpan(0, OrderIds.OrderNumberBytes));
    }

    /// <summary>What these lines would be taken back under today.</summary>
    /// <param name="policies">Of each line's product by sku, as the catalogue has it today.</param>
    public static ReturnTerms TermsOf(
        Order order,
        IReadOnlyList<ParcelState> parcels,
        UnitsInCases inCases,
        IReadOnlyList<ParcelLine> lines,
        IReadOnlyDictionary<string, ReturnPolicy> policies,
        ReturnOptions options
    )
    {
        ReturnLine Line(ParcelLine line)
        {
            var ordered = order.Lines.First(ordered => ordered.Sku == line.Sku);
            return new ReturnLine(
                ordered.Sku,
                line.Quantity,
                ordered.UnitPrice,
                ordered.Kind,
                policies[ordered.Sku] == ReturnPolicy.Sealed
            );
        }

        var everything = ReturnRules.GivesAllBack(order, parcels, inCases, lines);
        return new ReturnTerms(
            [.. lines.Select(Line)],
            options.Address,
            options.UsedPercent,
            options.OpenedPercent,
            everything ? order.ShippingFee : Money.Zero(order.Total.Currency)
        )
        {
            DutiesPaid = order.DutiesOf(lines) is { Amount: > 0 } duties ? duties : null,
        };
    }

    /// <summary>The case of a return as it is stored first, before its order hears of it.</summary>
    /// <param name="sealedText">What the customer wrote; null if nobody wrote anything.</param>
    /// <param name="filedAt">When it reached us.</param>
    public static CaseState Open(
        Order order,
        string rma,
        IReadOnlyList<ParcelLine> lines,
        ReturnPart part,
        string? sealedText,
        DateTimeOffset filedAt
    ) =>
        new()
        {
            Kind = CaseKind.Return,
            CaseId = rma,
            Status = CaseStatus.Open,
            Lines = lines,
            FiledAt = filedAt,
            RemindAt = filedAt + (order.Windows.ReturnParcel / 2),
            DueBy = filedAt + order.Windows.ReturnParcel,
            SealedText = sealedText,
            Return = part,
        };
}
