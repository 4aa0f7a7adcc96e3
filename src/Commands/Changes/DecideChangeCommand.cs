using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.Changes;

/// <summary>What a customer says to the offer of a change.</summary>
public sealed class DecideChangeCommand(OrderStore orders, ChangeDesk desk, IdSource ids)
{
    public async Task<Outcome<OrderAfter>> ConfirmAsync(
        DurableTaskClient client,
        ChangeConfirmation confirmation,
        CancellationToken cancellation
    )
    {
        var (orderId, changeId) = (confirmation.OrderId, confirmation.ChangeId);
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return new Missing("order");
        if (record.State.Offer is { AsksDuties: true } offer && offer.ChangeId == changeId && !confirmation.AcceptsDuties)
        {
            var errors = new FieldErrors();
            errors.Add("acceptDuties", "The change brings other import duties and taxes: the customer has to accept them.");
            return new Unfit(errors);
        }

        var confirmed = new ChangeConfirmed(ids.EventId("confirm"), changeId, Accepted: true, confirmation.AcceptsDuties);
        return await DecideAsync(client, record, confirmed, cancellation);
    }

    public async Task<Outcome<OrderAfter>> DeclineAsync(
        DurableTaskClient client,
        string orderId,
        string changeId,
        CancellationToken cancellation
    ) =>
        await orders.FindAsync(orderId, cancellation) is { } record
            ? await DecideAsync(client, record, new ChangeConfirmed(ids.EventId("decline"), changeId, Accepted: false), cancellation)
            : new Missing("order");

    private async Task<Outcome<OrderAfter>> DecideAsync(
        DurableTaskClient client,
        OrderRecord record,
        ChangeConfirmed decision,
        CancellationToken cancellation
    )
    {
        if (!record.State.Changes.ContainsKey(decision.ChangeId))
            return new Missing("change");

        // Nobody listens any more.
        return record.State.IsFinal
            ? ChangeDesk.Refusal(record, ChangeRules.AgainstDecision(record.State.Changes, decision.ChangeId))
            : await desk.DecideAsync(client, record.Order.OrderId, decision, cancellation);
    }
}

public sealed record ChangeConfirmation(string OrderId, string ChangeId)
{
    /// <summary>The customer accepts the import duties that the change brings.</summary>
    public bool AcceptsDuties { get; init; }
}
