using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>
/// Grants a return that nobody asked for: the order was cancelled when the carrier had the goods already. Keyed (order, reference).
/// </summary>
public sealed class GrantReturn(OrderStore orders, Catalogue catalogue, ReturnOptions options, TimeProvider time)
{
    [Function(nameof(GrantReturn))]
    public async Task<ReturnRequested?> RunAsync([ActivityTrigger] ReturnToGrant wanted, CancellationToken cancellation)
    {
        while (true)
        {
            var (granted, first) = await TryAsync(wanted, cancellation);
            if (first is null)
            {
                return granted is null ? null : ReturnRequested.Of(granted);
            }

            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <returns>The return, null if nothing is left that no other case has; and the case that was stored meanwhile.</returns>
    private async Task<(CaseState? Granted, CaseConflict? First)> TryAsync(ReturnToGrant wanted, CancellationToken cancellation)
    {
        var record =
            await orders.FindAsync(wanted.OrderId, cancellation)
            ?? throw new UnreachableException("An order that was delivered has a record.");
        var rma = Returns.RmaOf(wanted.OrderId, wanted.Reference);
        if (record.Cases.FirstOrDefault(filed => filed.CaseId == rma) is { } known)
        {
            return (known, null);
        }

        // What a customer has claimed in the last moment, and the order has not heard of, is that claim's.
        var inCases = UnitsInCases.Of(record.State, record.Cases);
        var left = ReturnRules.Left(record.Order, record.Parcels, inCases);
        IReadOnlyList<ParcelLine> lines =
        [
            .. wanted
                .Lines.Select(line =>
                    line with
                    {
                        Quantity = Math.Min(line.Quantity, left.FirstOrDefault(one => one.Sku == line.Sku)?.Quantity ?? 0),
                    }
                )
                .Where(line => line.Quantity > 0),
        ];
        if (lines.Count == 0)
        {
            return (null, null);
        }

        var policies = await catalogue.ReturnPoliciesAsync(lines.Select(line => line.Sku), cancellation);
        var terms = Returns.TermsOf(record.Order, record.Parcels, inCases, lines, policies, options);
        var part = new ReturnPart(ReturnWish.Refund, ReasonCode.CancelledAfterHandOver, terms);
        var granted = Returns.Open(record.Order, rma, lines, part, sealedText: null, time.GetUtcNow());
        return (granted, await orders.FileCaseAsync(wanted.OrderId, granted, cancellation));
    }
}

/// <param name="Reference">The cancel request behind it.</param>
public sealed record ReturnToGrant(string OrderId, string Reference, IReadOnlyList<ParcelLine> Lines);
