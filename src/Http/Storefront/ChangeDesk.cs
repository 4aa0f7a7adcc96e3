using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Http.Storefront;

/// <summary>Looks at a wish to change an order, asks the order's orchestration, and waits a little for its answer.</summary>
public sealed class ChangeDesk(OrderStore orders, ContactStore contacts, Catalogue catalogue, PriceTables tables, IdSource ids, TimeProvider time)
{
    /// <summary>What stands against a change, as far as it can be told before the orchestration is asked: 409 or 422; null: nothing.</summary>
    /// <param name="to">The contact with the new address; null: the address stays.</param>
    internal async Task<Problem?> AgainstAsync(OrderRecord record, OrderChange change, Contact? to, CancellationToken cancellation)
    {
        var order = record.Order;
        if (CommandRules.AgainstChange(record.State) is { } against)
            return Refused(record, against);
        if (await contacts.FindAsync(order.CustomerId, order.OrderId, cancellation) is not { } from)
            return Refused(record, "contact_erased");

        var errors = new FieldErrors();
        var priced = ChangePricing.Price(
            OrderTerms.Of(order), change, Destination.Of(from.ShipTo), Destination.Of((to ?? from).ShipTo), acceptDuties: true, await catalogue.AllAsync(cancellation), tables, errors);
        if (priced is not null && to is null && ChangeReducer.Same(OrderTerms.Of(order), priced.Terms))
            errors.Add("", "The order is like that already.");
        return errors.Any ? Problem.Unprocessable(errors) : null;
    }

    /// <summary>Asks for a change, and answers with what became of it: in force (200, the order), offered (201, the change), refused (409), or not known yet (202).</summary>
    internal async Task<IResult> AskAsync(HttpResponse response, OrderRecord record, ChangeRequest change, DurableTaskClient client, CancellationToken cancellation)
    {
        var orderId = record.Order.OrderId;
        await OrderStarter.TellAsync(client, record, OrderEvents.ChangeRequest, change, time, cancellation);
        var (after, outcome) = await CommandWait.ForAsync(orders, orderId, change.EventId, time, known => known.State.IsFinal, cancellation);
        var location = LocationOf(orderId, change.ChangeId);
        return outcome switch
        {
            { Accepted: false } => Refused(after, outcome.Reason ?? "finished"),
            { Accepted: true } when ChangeView.Of(after.Order, after.State, change.ChangeId) is { Status: ChangeStatus.Offered } offered => Json.Created(response, location, offered),
            { Accepted: true } => Json.Ok(after.View(time.GetUtcNow())),
            _ when after.State.IsFinal => Refused(after, "finished"),
            _ => Json.Accepted(response, location, after.View(time.GetUtcNow())),
        };
    }

    /// <summary>Confirms or declines an offer, and answers with the order.</summary>
    internal async Task<IResult> DecideAsync(HttpResponse response, string orderId, ChangeConfirmed decision, DurableTaskClient client, CancellationToken cancellation)
    {
        await client.TellAsync(orderId, OrderEvents.ChangeConfirmed, decision, cancellation);
        var (after, outcome) = await CommandWait.ForAsync(orders, orderId, decision.EventId, time, known => known.State.IsFinal, cancellation);
        return outcome switch
        {
            { Accepted: true } => Json.Ok(after.View(time.GetUtcNow())),
            { Accepted: false } => Refused(after, outcome.Reason ?? "finished"),
            _ when after.State.IsFinal => Refused(after, "finished"),
            _ => Json.Accepted(response, LocationOf(orderId, decision.ChangeId), after.View(time.GetUtcNow())),
        };
    }

    /// <summary>The answer to a change that cannot be made.</summary>
    /// <param name="reasons">A code, or several with commas.</param>
    internal static Problem Refused(OrderRecord record, string reasons) =>
        Problem.Conflict("urn:orders:cannot-change", "The order cannot be changed like that.", ReasonTexts.All(reasons, record.Order.Locale), reasons.Split(',')[0]);

    internal string NewId() => ids.OrderId();

    /// <summary>The same for the same key of the same order.</summary>
    internal static string IdOf(Order order, string idempotencyKey) =>
        OrderIds.OrderId(SHA256.HashData(Encoding.UTF8.GetBytes($"{order.OrderId}\n{idempotencyKey}")).AsSpan(0, OrderIds.OrderIdBytes));

    private static string LocationOf(string orderId, string changeId) => $"/api/orders/{orderId}/changes/{changeId}";
}
