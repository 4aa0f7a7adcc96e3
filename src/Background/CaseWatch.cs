using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Background;

/// <summary>
/// Looks at one open case: filed, and not taken up by its order, it is handed over again; when that did not help, an alert is raised. One
/// that its order refused is ended.
/// </summary>
public sealed class CaseWatch(
    OrderStore orders,
    WakeCaseCommand wake,
    CaseRefusal refusals,
    OpsAlerts alerts,
    WatchdogOptions options,
    ILogger<CaseWatch> log
)
{
    // Cases that are known to run, so that they are not read each minute.
    private const int MostKnown = 50_000;
    private readonly ConcurrentDictionary<string, bool> _takenUp = new(StringComparer.Ordinal);

    public async Task LookAsync(CaseEntry filed, DurableTaskClient client, DateTimeOffset now, CancellationToken cancellation)
    {
        if (
            _takenUp.ContainsKey(filed.CaseId)
            || await orders.FindCaseAsync(filed.OrderId, filed.Kind, filed.CaseId, cancellation) is not { IsOpen: true } stored
        )
            return;
        if (stored.Sequence > 0)
        {
            if (_takenUp.Count >= MostKnown)
                _takenUp.Clear();
            _takenUp[filed.CaseId] = true;
            return;
        }

        if (await orders.FindAsync(filed.OrderId, cancellation) is { } record && CaseRefusal.Of(record, stored) is { } reason)
        {
            await refusals.EndAsync(filed.OrderId, stored, reason, cancellation);
            return;
        }

        if (filed.FiledAt < now - (2 * options.Slack))
        {
            await alerts.RaiseAsync(
                CaseAlerts.Key(AlertKind.CaseStuck, filed.CaseId),
                AlertKind.CaseStuck,
                filed.OrderId,
                $"The {OrderJson.Name(filed.Kind)} {filed.CaseId} was filed at {filed.FiledAt:u}, and its order has not taken it up.",
                cancellation
            );
        }

        log.LogWarning(
            "The {Kind} {CaseId} of order {OrderId} was not taken up: it is handed over again.",
            OrderJson.Name(filed.Kind),
            filed.CaseId,
            filed.OrderId
        );
        await wake.RunAsync(client, filed.OrderId, stored, cancellation);
    }
}
