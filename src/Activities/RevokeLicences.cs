using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>Takes licences back: their keys are valid no longer. Keyed (order, occasion, product).</summary>
public sealed class RevokeLicences(LicenceIssuer licences)
{
    [Function(nameof(RevokeLicences))]
    public async Task RunAsync([ActivityTrigger] LicencesToRevoke revoked, CancellationToken cancellation)
    {
        foreach (var line in revoked.Lines)
        {
            await licences.RevokeAsync(revoked.OrderId, revoked.Occasion, line.Sku, line.Quantity, cancellation);
        }
    }
}

/// <param name="Occasion">The return that they are given back by.</param>
public sealed record LicencesToRevoke(string OrderId, string Occasion, IReadOnlyList<ParcelLine> Lines);
