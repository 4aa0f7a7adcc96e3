using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Workflow.Tests.Harness;

/// <summary>What a customer does about changes.</summary>
internal static class Changes
{
    /// <summary>The full new list of lines.</summary>
    public static Task AskAsync(this Shop shop, Order order, string id, params (string Sku, int Quantity)[] lines) =>
        shop.ChangeAsync(
            order,
            id,
            Lines([.. lines, .. order.Lines.Where(line => lines.All(asked => asked.Sku != line.Sku)).Select(line => (line.Sku, 0))])
        );

    public static OrderChange Lines(params IEnumerable<(string Sku, int Quantity)> lines) =>
        new([.. lines.Select(line => new ChangeAction(ChangeKind.Quantity, line.Sku, line.Quantity))]);

    public static Task ChangeAsync(
        this Shop shop,
        Order order,
        string id,
        OrderChange change,
        ChangeConsent consent = ChangeConsent.Asked
    ) => shop.RaiseAsync(order.OrderId, OrderEvents.ChangeRequest, new ChangeRequest($"ask-{id}", id, change, consent, "customer"));

    /// <summary>Another address, stored as the HTTP call does.</summary>
    public static async Task MoveAsync(this Shop shop, Order order, string id, Func<Address, Address> move)
    {
        var contact = (await shop.Contacts.FindAsync(order.CustomerId, order.OrderId))!;
        var moved = contact with { ShipTo = move(contact.ShipTo) };
        await shop.Contacts.KeepPendingAsync(order.CustomerId, order.OrderId, id, moved);
        await shop.ChangeAsync(
            order,
            id,
            new OrderChange([new(ChangeKind.ShipTo, Country: moved.ShipTo.Country)]),
            ChangeConsent.GivenIfFree
        );
    }

    public static Task ConfirmAsync(this Shop shop, Order order, string id, bool acceptDuties = false) =>
        shop.DecideAsync(order, id, accepted: true, acceptDuties);

    public static Task DeclineAsync(this Shop shop, Order order, string id) => shop.DecideAsync(order, id, accepted: false);

    public static async Task<ChangeResult> ChangeOfAsync(this Shop shop, Order order, string id) =>
        (await shop.ReadAsync(order)).State.Changes[id];

    /// <summary>The outcome of the last word on a change.</summary>
    public static async Task<CommandOutcome> AnswerAsync(this Shop shop, Order order, string eventId) =>
        (await shop.ReadAsync(order)).State.Commands[eventId];

    private static Task DecideAsync(this Shop shop, Order order, string id, bool accepted, bool acceptDuties = false) =>
        shop.RaiseAsync(
            order.OrderId,
            OrderEvents.ChangeConfirmed,
            new ChangeConfirmed($"{(accepted ? "yes" : "no")}-{id}-{shop.Hub.Now.Ticks}-{acceptDuties}", id, accepted, acceptDuties)
        );
}
