using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>
/// Finds open cases for the people who decide them, tells a case's orchestration what they decided, and waits a little for what comes of
/// it.
/// </summary>
public sealed class CaseDesk(CaseIndex index, OrderStore orders, CaseHandOver handOver, TimeProvider time)
{
    /// <returns>The case and its order's id; null if there is no such case.</returns>
    public async Task<(string OrderId, CaseState Case)?> FindAsync(CaseKind kind, string caseId, CancellationToken cancellation) =>
        await index.FindAsync(kind, caseId, cancellation) is { } entry
        && await orders.FindCaseAsync(entry.OrderId, kind, caseId, cancellation) is { } filed
            ? (entry.OrderId, filed)
            : null;

    /// <returns>The case and its order; null if there is no such case.</returns>
    public async Task<CaseAfter?> FindWithOrderAsync(CaseKind kind, string caseId, CancellationToken cancellation)
    {
        if (
            await index.FindAsync(kind, caseId, cancellation) is not { } entry
            || await orders.FindAsync(entry.OrderId, cancellation) is not { } record
        )
            return null;
        return record.Cases.FirstOrDefault(filed => filed.Kind == kind && filed.CaseId == caseId) is { } filed
            ? new CaseAfter(record, filed)
            : null;
    }

    /// <inheritdoc cref="CaseHandOver.TakeUpAsync"/>
    public Task<Failure?> TakeUpAsync(DurableTaskClient client, string orderId, CaseState filed, CancellationToken cancellation) =>
        handOver.TakeUpAsync(client, orderId, filed, cancellation);

    /// <summary>Tells a case that was taken up of its decision.</summary>
    /// <param name="ended">What to say if the case has been decided otherwise meanwhile.</param>
    public async Task<Outcome<CaseAfter>> DecideAsync(
        DurableTaskClient client,
        string orderId,
        CaseState filed,
        (string Name, string Id, object Payload) decision,
        Func<CaseState, Failure> ended,
        CancellationToken cancellation
    )
    {
        bool Is(CaseState one) => one.Kind == filed.Kind && one.CaseId == filed.CaseId;
        await client.TellAsync(CaseKinds.InstanceId(orderId, filed.Kind, filed.CaseId), decision.Name, decision.Payload, cancellation);
        var (seen, _) = await CommandWait.ForAsync(
            orders,
            orderId,
            "",
            time,
            now => now.Cases.Any(one => Is(one) && !one.IsOpen && !CaseRefunds.IsDue(now.State, one)),
            cancellation
        );
        var after = new CaseAfter(seen, seen.Cases.First(Is));
        if (after.Case.IsOpen)
            return new Waiting<CaseAfter>(after);
        return await orders.IsHandledAsync(orderId, decision.Id, cancellation) ? new Done<CaseAfter>(after) : ended(after.Case);
    }
}

/// <summary>A case as it was last read after a command, with its order.</summary>
public sealed record CaseAfter(OrderRecord Order, CaseState Case);
