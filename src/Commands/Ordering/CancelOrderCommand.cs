using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.Changes;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.Ordering;

/// <summary>Cancels an order, or gives some of its lines up: those by a change.</summary>
public sealed class CancelOrderCommand(OrderStore orders, ContactStore contacts, ChangeDesk changes, IdSource ids, TimeProvider time)
{
    public async Task<Outcome<OrderAfter>> RunAsync(DurableTaskClient client, CancelWish wish, CancellationToken cancellation)
    {
        if (await orders.FindAsync(wish.OrderId, cancellation) is not { } record)
            return new Missing("order");
        if (wish.Lines is { } lines && await CancelLinesAsync(client, record, lines, wish.IdempotencyKey, cancellation) is { } change)
            return change;

        var eventId = ids.EventId("cancel");
        var raised = false;
        switch (CommandRules.AgainstCancel(record.State, record.Parcels))
        {
            case null:
            case { } late when CommandRules.MayStillStop(late):
                IReadOnlyList<ParcelLine>? meant = wish.Lines is null
                    ? null
                    : [.. wish.Lines.Select(line => new ParcelLine(line.Sku, line.Quantity))];
                await OrderStarter.TellAsync(
                    client,
                    record,
                    OrderEvents.CancelRequest,
                    new CancelRequest(eventId, wish.By, meant, wish.Why),
                    time,
                    cancellation
                );
                raised = true;
                break;
            case ReasonCode.CancelInProgress:
            case ReasonCode.Finished when record.State.Status == OrderStatus.Cancelled:
                break;
            case { } against:
                return TooLate(record, against);
        }

        var outcome = await WaitAsync(wish.OrderId, eventId, cancellation);

        // What is refused leaves nothing behind: what the customer wrote counts once the order has not said no.
        if (raised && wish.Reason is { } reason && outcome is not NotDone<OrderAfter>)
            await contacts.KeepCancelReasonAsync(record.Order.CustomerId, wish.OrderId, reason, cancellation);
        return outcome;
    }

    /// <summary>
    /// Drops some of the lines; known by the caller's key if there is one, so that the same call again drops nothing more.
    /// </summary>
    /// <returns>Null if nothing would be left of the order.</returns>
    private async Task<Outcome<OrderAfter>?> CancelLinesAsync(
        DurableTaskClient client,
        OrderRecord record,
        IReadOnlyList<RequestLine> lines,
        string? key,
        CancellationToken cancellation
    )
    {
        async Task<bool> IsReusedAsync() =>
            key is not null && !await orders.KeepKeyAsync(record.Order.OrderId, key, Fingerprint(lines), cancellation);

        var reused = new Refusal(Refused.KeyReuse, ReasonCode.KeyReused) { Locale = record.Order.Locale };
        var changeId = key is null ? changes.NewId() : ChangeDesk.IdOf(record.Order, key);
        if (record.State.Changes.GetValueOrDefault(changeId) is { } earlier)
        {
            return await IsReusedAsync() ? reused
                : earlier.Status == ChangeStatus.Refused ? ChangeDesk.Refusal(record, earlier.Reason ?? ReasonCode.Finished)
                : new Done<OrderAfter>(new(record));
        }

        var errors = new FieldErrors();
        var change = ChangeRules.Without(record.Order, lines, errors);
        if (errors.Any)
            return new Unfit(errors);
        if (change is null)
            return null;
        if (await changes.AgainstAsync(record, change, cancellation) is { } against)
            return against;
        if (await IsReusedAsync())
            return reused;
        return await changes.AskAsync(
            client,
            record,
            new ChangeRequest($"change:{changeId}", changeId, change, ChangeConsent.Given, "customer"),
            cancellation
        );
    }

    private static string Fingerprint(IReadOnlyList<RequestLine> lines) =>
        string.Join(
            '\n',
            lines.Select(line => FormattableString.Invariant($"{line.Sku} {line.Quantity}")).Order(StringComparer.Ordinal).Prepend("cancel")
        );

    private async Task<Outcome<OrderAfter>> WaitAsync(string orderId, string eventId, CancellationToken cancellation)
    {
        var (record, outcome) = await CommandWait.ForAsync(orders, orderId, eventId, time, record => record.State.IsFinal, cancellation);
        if (outcome is { Accepted: false, Reason.Only: ReasonCode.CancelInProgress })
            (record, outcome) = await CommandWait.ForAsync(orders, orderId, "", time, record => record.State.IsFinal, cancellation);
        return (record.State.Status, outcome) switch
        {
            (OrderStatus.Cancelled, _) => new Done<OrderAfter>(new(record)),
            (_, { Accepted: true, Reason.Only: ReasonCode.Recalled or ReasonCode.PartlyHandedOver }) => new Done<OrderAfter>(new(record)),
            (_, { Accepted: false } refused) => TooLate(record, refused.Reason ?? ReasonCode.Finished),
            _ when record.State.IsFinal => TooLate(record, ReasonCode.Finished),
            _ => new Waiting<OrderAfter>(new(record)),
        };
    }

    private static Refusal TooLate(OrderRecord record, Reasons reasons) =>
        new(Refused.Cancel, reasons) { Locale = record.Order.Locale, Names = record.Names };
}

/// <summary>A customer cancels, or the shop does.</summary>
public sealed record CancelWish(string OrderId)
{
    public Actor By { get; init; } = Actor.Customer;

    /// <summary>Why the shop does; null where the customer does.</summary>
    public ReasonCode? Why { get; init; }

    /// <summary>In the customer's words.</summary>
    public string? Reason { get; init; }

    /// <summary>What they do not want; null: all of it.</summary>
    public IReadOnlyList<RequestLine>? Lines { get; init; }

    /// <summary>The caller's own, with <see cref="Lines"/>: the same under the same key is asked once.</summary>
    public string? IdempotencyKey { get; init; }
}
