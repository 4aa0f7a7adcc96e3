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
    public async Task<ReturnRequested> RunAsync([ActivityTrigger] ReturnToGrant wanted, CancellationToken cancellation)
    {
        var record =
            await orders.FindAsync(wanted.OrderId, cancellation)
            ?? throw new UnreachableException("An order that was delivered has a record.");
        var rma = Returns.RmaOf(wanted.OrderId, wanted.Reference);
        if (record.Cases.FirstOrDefault(filed => filed.CaseId == rma) is { } known)
        {
            return ReturnRequested.Of(known);
        }

        var policies = await catalogue.ReturnPoliciesAsync(wanted.Lines.Select(line => line.Sku), cancellation);
        var inCases = UnitsInCases.Of(record.State, record.Cases);
        var terms = Returns.TermsOf(record.Order, record.Parcels, inCases, wanted.Lines, policies, options);
        var part = new ReturnPart(ReturnWish.Refund, ReasonCode.CancelledAfterHandOver, terms);
        var granted = Returns.Open(record.Order, rma, wanted.Lines, part, sealedText: null, time.GetUtcNow());
        _ = await orders.FileCaseAsync(wanted.OrderId, granted, cancellation);
        return ReturnRequested.Of(granted);
    }
}

/// <param name="Reference">The cancel request behind it.</param>
public sealed record ReturnToGrant(string OrderId, string Reference, IReadOnlyList<ParcelLine> Lines);
