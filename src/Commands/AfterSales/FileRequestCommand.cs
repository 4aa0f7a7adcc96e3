using Microsoft.DurableTask.Client;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>A question or a fault, at any time of an open order. One that is refused leaves nothing behind.</summary>
public sealed class FileRequestCommand(RequestDesk desk, CaseRepeats repeats, CaseHandOver handOver)
{
    /// <param name="record">The request's order, as it was read when the request came.</param>
    /// <returns>The request as it was stored.</returns>
    public async Task<Outcome<CaseState>> RunAsync(
        DurableTaskClient client,
        OrderRecord record,
        RequestToFile asked,
        CancellationToken cancellation
    )
    {
        Refusal Refusal(Reasons reason) => new(Refused.Request, reason) { Locale = record.Order.Locale };
        var call = FilingCall.Of(asked.Key, asked.Attachments, asked.Text);
        if (await repeats.FindAsync(client, record, CaseKind.Request, call, cancellation) is { } earlier)
            return earlier;
        if (RequestRules.Against(record.State) is { } reason)
            return Refusal(reason);
        var under = await repeats.KeepAsync(record.Order, call, cancellation);
        if (await desk.FileAsync(record.Order, asked.Text, asked.Attachments, asked.FiledAt, under, cancellation) is not { } filed)
            return await repeats.FindAgainAsync(client, record.Order.OrderId, CaseKind.Request, call, cancellation)
                ?? new NotDone<CaseState>(new NotReady());
        return await handOver.FileAsync(client, record, filed, cancellation) is { } refusal ? Refusal(refusal) : new Done<CaseState>(filed);
    }
}

/// <param name="Text">In the customer's words.</param>
/// <param name="FiledAt">When it reached us: it starts the clock, however long its attachments took.</param>
/// <param name="Key">The <c>Idempotency-Key</c>; null if there is none.</param>
public sealed record RequestToFile(string Text, IReadOnlyList<CleanFile> Attachments, DateTimeOffset FiledAt, string? Key = null);
