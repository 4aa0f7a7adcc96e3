using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Background;

/// <summary>
/// Removes files that came with a claim or request and whose case was never written down, since the call died in its middle.
/// </summary>
public sealed class CaseFileSweep(CaseFiles files, OrderStore orders, ILogger<CaseFileSweep> log)
{
    [Function(nameof(CaseFileSweep))]
    public async Task RunAsync([TimerTrigger("0 15 3 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        _ = timer;
        if (await files.SweepAsync(orders.FindCaseAsync, cancellation) is > 0 and var removed)
            log.LogWarning("{Removed} files of cases that were never filed were removed.", removed);
    }
}
