using Microsoft.DurableTask.Client;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>A question or a fault, at any time of an open order. One that is refused leaves nothing behind.</summary>
public sealed class FileRequestCommand(RequestDesk desk, CaseHandOver handOver)
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
        if (RequestRules.Against(record.State) is { } reason)
            return Refusal(reason);
        var filed = await desk.FileAsync(record.Order, asked.Text, asked.Attachments, asked.FiledAt, cancellation);
        return await handOver.FileAsync(client, record, filed, cancellation) is { } refusal ? Refusal(refusal) : new Done<CaseState>(filed);
    }
}

/// <param name="Text">In the customer's words.</param>
/// <param name="FiledAt">When it reached us: it starts the clock, however long its attachments took.</param>
public sealed record RequestToFile(string Text, IReadOnlyList<CleanFile> Attachments, DateTimeOffset FiledAt);
