using System.Diagnostics;
using Azure.Data.Tables;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Http.Sandbox;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;
using Orders.Functions.Storage.Tables;
using Soak.Harness;
using static System.FormattableString;

namespace Soak;

/// <summary>
/// Looks at the books when all is over: the shop's, and those that the payment provider, the carrier and the mailbox kept for themselves.
/// What customers did and were answered is the measure: nothing that was accepted may be lost, and nothing may have happened twice.
/// </summary>
internal sealed class Audit(string connectionString, IReadOnlyList<Life> lives)
{
    // Mails, refunds and the confirmation of webhooks follow an order's end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TableServiceClient _tables = new(connectionString);
    private readonly List<(string What, string Value)> _facts = [];

    /// <summary>The sums, once it has run.</summary>
    public IReadOnlyList<(string What, string Value)> Facts => _facts;

    /// <returns>What is wrong, a sentence each.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            _facts.Clear();
            var wrong = await LookAsync();
            if (wrong.Count == 0 || Stopwatch.GetElapsedTime(begun) > Patience)
                return wrong;
            await Task.Delay(Pause);
        }
    }

    private async Task<IReadOnlyList<string>> LookAsync()
    {
        var wrong = new List<string>();
        var orders = await OrdersAsync();
        var accepted = lives.Where(life => life.OrderId.Length > 0).ToList();
        foreach (var life in accepted)
        {
            if (orders.GetValueOrDefault(life.OrderId) is { } order)
                wrong.AddRange(OrderAudit.Of(life, order).Select(what => $"{life}: {what}"));
            else
                wrong.Add($"{life}: the order was accepted and is not there");
        }

        wrong.AddRange(
            orders
                .Keys.Except(accepted.Select(life => life.OrderId), StringComparer.Ordinal)
                .Select(orderId => $"{orderId}: nobody was told of this order")
        );
        var (captured, refunded, kept) = (
            orders.Values.Sum(order => order.CompanyCaptured),
            orders.Values.Sum(order => order.CompanyRefunded),
            orders.Values.Sum(order => order.State.Kept.Amount)
        );
        if (captured - refunded != kept)
            wrong.Add(Invariant($"in total {captured} were captured and {refunded} refunded, and customers keep {kept}"));
        _facts.Add(
            ("money, by the payment provider", Invariant($"captured {captured}, refunded {refunded}, customers keep {kept} (minor units)"))
        );
        wrong.AddRange(await StockAsync(orders));
        wrong.AddRange(await RestAsync());
        _facts.Add(
            (
                "mails in the mailbox",
                Invariant(
                    $"{orders.Values.Sum(order => order.Mails.Count)}, waybills {orders.Values.Sum(order => order.Waybills.Count)}, ledger entries {orders.Values.Sum(order => order.Ledger.Count)}"
                )
            )
        );
        return wrong;
    }

    private async Task<IReadOnlyDictionary<string, AuditedOrder>> OrdersAsync()
    {
        var accounts = (await RowsAsync(StorageSchema.SandboxPayments))
            .Select(row => row.Read<SandboxAccount>())
            .ToDictionary(account => account.OrderId, StringComparer.Ordinal);
        var waybills = (await RowsAsync(StorageSchema.SandboxWaybills))
            .Select(row => row.Read<SandboxWaybill>())
            .ToLookup(waybill => waybill.OrderNumber, StringComparer.Ordinal);
        var mails = (await RowsAsync(StorageSchema.SandboxMails))
            .Select(row => row.Read<SandboxMail>())
            .ToLookup(mail => mail.Key?.Split('/')[0] ?? "", StringComparer.Ordinal);
        var orders = new Dictionary<string, AuditedOrder>(StringComparer.Ordinal);
        foreach (var rows in (await RowsAsync(StorageSchema.Orders)).GroupBy(row => row.PartitionKey, StringComparer.Ordinal))
        {
            if (AuditedOrder.Of([.. rows], accounts.GetValueOrDefault(rows.Key), waybills, mails[rows.Key]) is { } order)
                orders.Add(rows.Key, order);
        }

        return orders;
    }

    /// <summary>
    /// Stock = received − shipped, nothing reserved or awaited any more, never negative; what was shipped is what the carrier has picked
    /// up.
    /// </summary>
    private async Task<IReadOnlyList<string>> StockAsync(IReadOnlyDictionary<string, AuditedOrder> orders)
    {
        var wrong = new List<string>();
        var rows = await RowsAsync(StorageSchema.Stock);
        var movements = rows.Where(row => row.RowKey.StartsWith("movement:", StringComparison.Ordinal))
            .Select(row => row.Read<StockMovement>())
            .ToList();
        int Units(string sku, params string[] kinds) =>
            movements.Where(movement => movement.Sku == sku && kinds.Contains(movement.Kind)).Sum(movement => movement.Quantity);
        foreach (
            var level in rows.Where(row => row.RowKey.StartsWith(StockRows.LevelPrefix, StringComparison.Ordinal))
                .Select(row => row.Read<StockLevel>())
        )
        {
            var expected = Units(level.Sku, "receive", "return") - Units(level.Sku, "ship");
            if (level.OnHand != expected || level.Reserved != 0 || level.Awaited != 0 || level.OnHand < 0)
                wrong.Add(
                    Invariant(
                        $"stock of {level.Sku}: {level.OnHand} on hand ({expected} by its movements), {level.Reserved} reserved, {level.Awaited} awaited"
                    )
                );
        }

        foreach (var (orderId, order) in orders)
        {
            var carried = order
                .Parcels.Where(parcel => order.Waybills.Any(waybill => waybill.Waybill == parcel.Waybill && waybill.PickedUpAt is not null))
                .SelectMany(parcel => parcel.Lines);
            var shipped = movements.Where(movement =>
                movement.OrderId == orderId
                && movement.Kind == "ship"
                && !order.Order.Lines.Any(line => line.Sku == movement.Sku && line.Kind == ProductKind.Digital)
            );
            if (
                Count(carried.Select(line => (line.Sku, line.Quantity))) is var left
                && Count(shipped.Select(movement => (movement.Sku, movement.Quantity))) is var taken
                && left != taken
            )
                wrong.Add($"{orderId}: the carrier has {left}, and {taken} left the stock");
        }

        _facts.Add(
            (
                "stock",
                string.Join(
                    ", ",
                    movements
                        .GroupBy(movement => movement.Kind, StringComparer.Ordinal)
                        .OrderBy(kind => kind.Key, StringComparer.Ordinal)
                        .Select(kind => Invariant($"{kind.Key} {kind.Sum(movement => movement.Quantity)}"))
                )
            )
        );
        return wrong;

        static string Count(IEnumerable<(string Sku, int Quantity)> lines) =>
            string.Join(
                ", ",
                lines
                    .GroupBy(line => line.Sku, StringComparer.Ordinal)
                    .OrderBy(sku => sku.Key, StringComparer.Ordinal)
                    .Select(sku => Invariant($"{sku.Sum(line => line.Quantity)} {sku.Key}"))
            );
    }

    /// <summary>No event waits for its effect, no orchestration failed, nobody was called.</summary>
    private async Task<IReadOnlyList<string>> RestAsync()
    {
        var wrong = new List<string>();
        var inbox = await RowsAsync(StorageSchema.Inbox);
        foreach (var row in inbox.Where(row => row.RowKey.StartsWith("pending:", StringComparison.Ordinal)))
        {
            // The pump pauses longer after each attempt, and may have its next look at the order before it.
            var target = inbox
                .Single(posted => posted.PartitionKey == row.PartitionKey && posted.RowKey == "event:" + row.RowKey["pending:".Length..])
                .Read<WebhookTarget>();
            if (
                await _tables
                    .GetTableClient(StorageSchema.Orders)
                    .FindAsync(OrderRows.Partition(target.OrderId), OrderRows.Handled(target.HandledId), CancellationToken.None)
                is null
            )
                wrong.Add($"event {row.GetString("EventId")} was accepted and has had no effect yet");
        }

        wrong.AddRange(
            inbox
                .Where(row => row.GetString("Outcome") is { } outcome && outcome != "delivered")
                .Select(row => $"event {row.GetString("EventId")} was {row.GetString("Outcome")}")
        );
        var alerts = (await RowsAsync(StorageSchema.OpsAlerts))
            .Where(row => row.PartitionKey == "open")
            .Select(row => row.Read<OpsAlert>())
            .ToList();
        wrong.AddRange(alerts.Select(alert => $"alert {OrderJson.Name(alert.Kind)} for {alert.OrderId}: {alert.Text}"));
        var instances = await RowsAsync(App.Hub + "Instances");
        var (completed, unfinishedRows) = (0, 0);
        foreach (var row in instances)
        {
            if (row.GetString("RuntimeStatus") is "Completed")
                completed++;
            else if (await CompletedInHistoryAsync(row.PartitionKey))
                unfinishedRows++;
            else
                wrong.Add($"orchestration {row.PartitionKey} is {row.GetString("RuntimeStatus")}");
        }

        _facts.Add(
            (
                "webhooks delivered",
                Invariant(
                    $"{inbox.Count(row => row.GetString("Outcome") == "delivered")}, orchestrations completed {completed + unfinishedRows} (the row of {unfinishedRows} does not say so)"
                )
            )
        );
        return wrong;
    }

    /// <summary>
    /// The engine writes an instance's history before its row: after a kill between the two, the history is the truth (decision 12).
    /// </summary>
    private async Task<bool> CompletedInHistoryAsync(string instance)
    {
        var rows = await RowsAsync(App.Hub + "History", TableClient.CreateQueryFilter($"PartitionKey eq {instance}"));
        var execution = rows.SingleOrDefault(row => row.RowKey == "sentinel")?.GetString("ExecutionId");
        return rows.Any(row =>
            row.GetString("EventType") == "ExecutionCompleted"
            && row.GetString("ExecutionId") == execution
            && row.GetString("OrchestrationStatus") == "Completed"
        );
    }

    private async Task<IReadOnlyList<TableEntity>> RowsAsync(string table, string? filter = null)
    {
        var rows = new List<TableEntity>();
        await foreach (var row in _tables.GetTableClient(table).QueryAsync<TableEntity>(filter))
            rows.Add(row);
        return rows;
    }
}
