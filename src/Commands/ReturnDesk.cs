using System.Security.Cryptography;
using System.Text;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Commands;

/// <summary>Puts a return together under the terms of the day, and stores it.</summary>
public sealed class ReturnDesk(OrderStore orders, Catalogue catalogue, CaseTexts texts, ReturnOptions options, IdSource ids)
{
    /// <summary>The reason codes against giving these lines back, with the index of the line where it is about one; none if they can be.</summary>
    public async Task<IReadOnlyList<(int? Line, string Reason)>> AgainstAsync(OrderRecord record, IReadOnlyList<ParcelLine> lines, ReturnWish wants, DateTimeOffset at, CancellationToken cancellation)
    {
        var final = (await PoliciesAsync(lines, cancellation)).Where(policy => policy.Value == ReturnPolicy.Final).Select(policy => policy.Key).ToHashSet(StringComparer.Ordinal);
        return ReturnRules.Against(record.Order, record.State, record.Parcels, UnitsInCases.Of(record.State, record.Cases), lines, wants, at, final);
    }

    /// <summary>Stores a return that the customer may have, before its order hears of it.</summary>
    /// <param name="text">What the customer wrote.</param>
    /// <param name="filedAt">When it reached us.</param>
    public Task<CaseState> FileAsync(OrderRecord record, IReadOnlyList<ParcelLine> lines, ReturnWish wants, string text, DateTimeOffset filedAt, CancellationToken cancellation) =>
        StoreAsync(record, ids.Rma(), lines, wants, "customer_request", text, filedAt, cancellation);

    /// <summary>Stores a return that opens by itself. Keyed (order, occasion): the same again is the same return.</summary>
    /// <param name="reason">A code.</param>
    public async Task<CaseState> GrantAsync(OrderRecord record, string occasion, IReadOnlyList<ParcelLine> lines, string reason, DateTimeOffset at, CancellationToken cancellation)
    {
        // The order's id cannot be guessed, so neither can what follows from it.
        var rma = OrderIds.Rma(SHA256.HashData(Encoding.UTF8.GetBytes($"{record.Order.OrderId}:{occasion}")).AsSpan(0, OrderIds.OrderNumberBytes));
        return record.Cases.FirstOrDefault(filed => filed.CaseId == rma) ?? await StoreAsync(record, rma, lines, ReturnWish.Refund, reason, null, at, cancellation);
    }

    private async Task<CaseState> StoreAsync(
        OrderRecord record, string rma, IReadOnlyList<ParcelLine> lines, ReturnWish wants, string reason, string? text, DateTimeOffset filedAt, CancellationToken cancellation)
    {
        var order = record.Order;
        var sendBy = filedAt + order.Windows.ReturnParcel;
        var filed = new CaseState
        {
            Kind = CaseKind.Return,
            CaseId = rma,
            Status = CaseStatus.Open,
            Lines = lines,
            FiledAt = filedAt,
            RemindAt = filedAt + (order.Windows.ReturnParcel / 2),
            DueBy = sendBy,
            SealedText = text is null ? null : await texts.SealTextAsync(order.CustomerId, rma, text, cancellation),
            Return = new ReturnPart(wants, reason, await TermsAsync(record, lines, cancellation)),
        };
        _ = await orders.FileCaseAsync(order.OrderId, filed, cancellation);
        return filed;
    }

    /// <summary>What these lines would be taken back under today.</summary>
    public async Task<ReturnTerms> TermsAsync(OrderRecord record, IReadOnlyList<ParcelLine> lines, CancellationToken cancellation)
    {
        var order = record.Order;
        var policies = await PoliciesAsync(lines, cancellation);
        var everything = ReturnRules.GivesAllBack(order, record.Parcels, UnitsInCases.Of(record.State, record.Cases), lines);
        return new ReturnTerms(
            [.. lines.Select(line => (line.Quantity, Ordered: order.Lines.First(ordered => ordered.Sku == line.Sku)))
                .Select(line => new ReturnLine(line.Ordered.Sku, line.Quantity, line.Ordered.UnitPrice, line.Ordered.Kind, policies[line.Ordered.Sku] == ReturnPolicy.Sealed))],
            options.Address,
            options.UsedPercent,
            options.OpenedPercent,
            everything ? order.ShippingFee : Money.Zero(order.Total.Currency));
    }

    /// <summary>What is no longer in the catalogue is taken back like anything else.</summary>
    private async Task<Dictionary<string, ReturnPolicy>> PoliciesAsync(IReadOnlyList<ParcelLine> lines, CancellationToken cancellation)
    {
        var policies = new Dictionary<string, ReturnPolicy>(StringComparer.Ordinal);
        foreach (var line in lines)
            policies[line.Sku] = (await catalogue.FindAsync(line.Sku, cancellation))?.Returns ?? ReturnPolicy.Normal;
        return policies;
    }
}
