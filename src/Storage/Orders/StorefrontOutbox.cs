using Azure;
using Azure.Data.Tables;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Storefront;
using Orders.Functions.Storage.Storefront;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>
/// What an order tells the storefront: rows beside the order, written in the transaction of the step that tells it. <c>webhook:{n}</c> holds
/// what one step tells from message n on, and whom each message is still to be delivered to; it goes when all are. <c>webhooks</c> remembers
/// what was told. Without an endpoint nothing is read and nothing written.
/// </summary>
public sealed class StorefrontOutbox(TableServiceClient tables, EndpointStore endpoints, StorefrontLanes lanes, OptimisticRetry retry)
{
    private readonly TableClient _orders = tables.GetTableClient(StorageSchema.Orders);
    private readonly KnownRows _memories = new();

    /// <summary>What a step tells, to be written with it.</summary>
    /// <param name="isRetry">What is known of the order has turned out not to be so.</param>
    /// <returns>Null: nothing, or nobody listens.</returns>
    internal async Task<Telling?> TellAsync(string orderId, Step step, HeadRow? before, bool isRetry, CancellationToken cancellation)
    {
        if (await endpoints.OpenAsync(cancellation) is not { Count: > 0 } open)
            return null;
        var partition = OrderRows.Partition(orderId);
        var isFirst = !isRetry && step is { Source: Step.OfOrder, Sequence: 1 };
        var stored = isRetry || isFirst ? null : _memories.Find(partition, OrderRows.Webhooks);
        if (stored is null && !isFirst)
            stored = await _orders.FindAsync(partition, OrderRows.Webhooks, cancellation);
        var memory = stored?.Read<StorefrontMemory>() ?? StorefrontMemory.None;
        if (memory.Status is null && step.Status is null)
            memory = memory with { Status = await StatusAsync(partition, cancellation) };

        var (after, messages) = memory.Tell(
            new StorefrontStep(
                orderId,
                step.Source,
                step.Sequence,
                step.DecidedAt ?? default,
                step.Status,
                step.Status is { } status && status.ToString() != before?.Status,
                step.Lines
            )
        );
        if (messages.Count == 0)
            return null;
        return new Telling(
            new TableEntity(partition, OrderRows.Webhooks).With(after),
            stored?.ETag,
            new ToldMessages(
                messages,
                open.Select(endpoint => (endpoint.Id, Wanted: messages.Where(message => endpoint.Wants(message.Type))))
                    .Where(waiting => waiting.Wanted.Any())
                    .ToDictionary(
                        waiting => waiting.Id,
                        waiting => (IReadOnlyList<int>)[.. waiting.Wanted.Select(message => message.Sequence)],
                        StringComparer.Ordinal
                    )
            )
        );
    }

    /// <summary>Keeps in mind what was written with a step.</summary>
    internal void Keep(Telling? telling, IReadOnlyDictionary<string, ETag?> written)
    {
        if (telling is not null)
            _memories.Keep(telling.Memory, written.GetValueOrDefault(OrderRows.Webhooks));
    }

    /// <summary>Has what was told with a step taken up.</summary>
    internal async Task WakeAsync(string orderId, Telling telling, CancellationToken cancellation)
    {
        foreach (var endpoint in telling.Told.Waiting.Keys)
            await lanes.WakeAsync(endpoint, orderId, cancellation);
    }

    /// <summary>A step was written before, and perhaps not what follows it: whoever waits for the order is woken.</summary>
    internal async Task WakeAgainAsync(string orderId, CancellationToken cancellation)
    {
        if (await endpoints.OpenAsync(cancellation) is not { Count: > 0 })
            return;
        var waiting = (await ToldAsync(orderId, cancellation)).SelectMany(told => told.Told.Waiting.Keys);
        foreach (var endpoint in waiting.Distinct(StringComparer.Ordinal))
            await lanes.WakeAsync(endpoint, orderId, cancellation);
    }

    /// <summary>What an order has still to tell an endpoint, in order.</summary>
    public async Task<IReadOnlyList<StorefrontMessage>> WaitingAsync(
        string orderId,
        string endpointId,
        CancellationToken cancellation = default
    ) =>
        [
            .. from row in await ToldAsync(orderId, cancellation)
            from message in row.Told.For(endpointId)
            orderby message.Sequence
            select message,
        ];

    /// <summary>A message was delivered to an endpoint, or is not to be tried there any more.</summary>
    public Task SettleAsync(StorefrontMessage message, string endpointId, CancellationToken cancellation = default) =>
        retry.RunAsync(
            "the order's webhooks",
            async _ =>
            {
                foreach (var (row, told) in await ToldAsync(message.OrderId, cancellation))
                {
                    if (told.For(endpointId).All(waiting => waiting.Sequence != message.Sequence))
                        continue;
                    var left = told.Without(endpointId, message.Sequence);
                    if (left.Waiting.Count == 0)
                        await _orders.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation);
                    else
                        await _orders.UpdateEntityAsync(
                            new TableEntity(row.PartitionKey, row.RowKey).With(left),
                            row.ETag,
                            TableUpdateMode.Replace,
                            cancellation
                        );
                }

                return true;
            },
            cancellation
        );

    /// <summary>Has a message delivered once more that was told before: it waits beside what the order tells now.</summary>
    public async Task ReplayAsync(StorefrontMessage message, string endpointId, CancellationToken cancellation = default)
    {
        var told = new ToldMessages(
            [message with { IsReplay = true }],
            new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal) { [endpointId] = [message.Sequence] }
        );
        var key = $"{OrderRows.Webhook(message.Sequence)}:{TableKey.Escape(endpointId)}";
        await _orders.UpsertEntityAsync(
            new TableEntity(OrderRows.Partition(message.OrderId), key).With(told),
            TableUpdateMode.Replace,
            cancellation
        );
        await lanes.RestartAsync(endpointId, message.OrderId, cancellation);
    }

    private async Task<IReadOnlyList<(TableEntity Row, ToldMessages Told)>> ToldAsync(string orderId, CancellationToken cancellation)
    {
        var rows = new List<(TableEntity, ToldMessages)>();
        var filter = $"{TableKey.InPartition(OrderRows.Partition(orderId))} and {TableKey.StartingWith(OrderRows.WebhookPrefix)}";
        await foreach (var row in _orders.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            rows.Add((row, row.Read<ToldMessages>()));
        return rows;
    }

    private async Task<OrderStatus?> StatusAsync(string partition, CancellationToken cancellation) =>
        HeadRow.Of(await _orders.FindAsync(partition, OrderRows.State, cancellation, HeadRow.Columns))?.Status is { } status
            ? Enum.Parse<OrderStatus>(status)
            : null;

    /// <summary>Rows that are written with a step.</summary>
    /// <param name="Version">Of the memory that it is based on; null: there was none.</param>
    internal sealed record Telling(TableEntity Memory, ETag? Version, ToldMessages Told)
    {
        public void AddTo(RowTransaction transaction)
        {
            if (Version is { } version)
                transaction.Replace(Memory, version);
            else
                transaction.Add(Memory);
            if (Told.Waiting.Count > 0)
                transaction.Add(new TableEntity(Memory.PartitionKey, OrderRows.Webhook(Told.Messages[0].Sequence)).With(Told));
        }
    }
}

/// <summary>What one step tells.</summary>
/// <param name="Waiting">By endpoint, the sequences that are still to be delivered to it.</param>
internal sealed record ToldMessages(IReadOnlyList<StorefrontMessage> Messages, IReadOnlyDictionary<string, IReadOnlyList<int>> Waiting)
{
    public IEnumerable<StorefrontMessage> For(string endpointId) =>
        Waiting.TryGetValue(endpointId, out var sequences) ? Messages.Where(message => sequences.Contains(message.Sequence)) : [];

    public ToldMessages Without(string endpointId, int sequence)
    {
        var left = new Dictionary<string, IReadOnlyList<int>>(Waiting, StringComparer.Ordinal);
        left[endpointId] = [.. left[endpointId].Where(waiting => waiting != sequence)];
        if (left[endpointId].Count == 0)
            left.Remove(endpointId);
        return this with { Waiting = left };
    }
}
