using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>Takes licences back: their keys are valid no longer. Keyed (order, reference, product).</summary>
public sealed class RevokeLicences(LicenceIssuer licences)
{
    [Function(nameof(RevokeLicences))]
    public async Task RunAsync([ActivityTrigger] LicencesToRevoke revoked, CancellationToken cancellation)
    {
        if (revoked.Lines is null)
        {
            await licences.RevokeAllAsync(revoked.OrderId, revoked.Reference, cancellation);
            return;
        }

        foreach (var line in revoked.Lines)
        {
            await licences.RevokeAsync(revoked.OrderId, revoked.Reference, line.Sku, line.Quantity, cancellation);
        }
    }
}

/// <param name="Reference">The return that they come back by, or <see cref="Licence.OfOrder"/>.</param>
/// <param name="Lines">Null: all of the order that are valid.</param>
public sealed record LicencesToRevoke(string OrderId, string Reference, IReadOnlyList<ParcelLine>? Lines);
