using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Http.Storefront;

/// <summary>
/// <c>POST /api/orders/{orderId}/refund-simulation</c>: what a cancel, change, claim or return would refund, by the same rules. Changes
/// nothing.
/// </summary>
public sealed class SimulateRefund(
    OrderStore orders,
    ContactStore contacts,
    Catalogue catalogue,
    PriceTables tables,
    ReturnDesk returns,
    TimeProvider time
)
{
    [Function(nameof(SimulateRefund))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/refund-simulation")] HttpRequest request,
        string orderId,
        CancellationToken cancellation
    )
    {
        var (document, problem) = await JsonRequest.ReadAsync(request, cancellation);
        if (document is null)
            return problem!;
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");

        var errors = new FieldErrors();
        SimulatedStep step;
        IReadOnlyList<ParcelLine>? lines;
        using (document)
        {
            var body = JsonInput.Of(document, errors);
            step = body.Choice<SimulatedStep>("for");
            lines = Lines(body, record.Order);
            if (step == SimulatedStep.Change && lines is null)
                body.Refuse("lines", "Is missing.");
            body.Close();
        }

        return errors.Any ? Problem.Invalid(errors) : Json.Ok(await SimulateAsync(step, record, lines, cancellation));
    }

    private async Task<SimulatedRefund> SimulateAsync(
        SimulatedStep step,
        OrderRecord record,
        IReadOnlyList<ParcelLine>? lines,
        CancellationToken cancellation
    )
    {
        var (order, state) = (record.Order, record.State);
        var all =
            lines
            ?? (
                step == SimulatedStep.Return
                    ? ReturnRules.Left(order, record.Parcels, UnitsInCases.Of(state, record.Cases))
                    : [.. order.Lines.Select(line => new ParcelLine(line.Sku, line.Quantity))]
            );
        var allowance = record.View(time.GetUtcNow()).Allowed[
            OrderJson.Name(step == SimulatedStep.Cancel && lines is not null ? SimulatedStep.Change : step)
        ];
        Allowance Refused(ReasonCode reason) => new(false, reason, ReasonTexts.For(reason, order.Locale));
        SimulatedRefund Answer(IReadOnlyList<SimulatedPart> parts, Money? ifUsed = null) =>
            new(allowance.Possible, allowance.Reason, allowance.Text, RefundSimulation.RefundOf(parts, state), parts, ifUsed);

        switch (step)
        {
            case SimulatedStep.Claim:
                return Answer(RefundSimulation.OfClaim(order, all));

            case SimulatedStep.Return:
                if (
                    allowance.Possible
                    && await returns.AgainstAsync(record, all, ReturnWish.Refund, time.GetUtcNow(), cancellation) is [var against, ..]
                )
                    allowance = new Allowance(false, against.Reason, ReasonTexts.For(against.Reason, order.Locale));
                var (asNew, ifUsed) = RefundSimulation.OfReturn(await returns.TermsAsync(record, all, cancellation));
                return Answer(asNew, ifUsed);

            case SimulatedStep.Cancel when lines is null || GivesUpEverything(order, lines):
                return Answer(
                    allowance.Reason?.Code is ReasonCode.CarrierIsAsked or ReasonCode.RestIsCancelled
                        ? RefundSimulation.OfRecall(order, state, record.Parcels, record.Cases)
                        : RefundSimulation.OfCancel(state)
                );

            default:
                if (await PriceWithoutAsync(order, all, cancellation) is not { } after)
                {
                    allowance = Refused(ReasonCode.ChangeNotPossible);
                    return Answer([]);
                }

                // Lines that are dropped are never offered: what costs more is refused.
                if (
                    step == SimulatedStep.Cancel
                    && allowance.Possible
                    && (after.Total > order.Total || DutiesQuote.AsksAnew(order.Duties, after.Duties))
                )
                    allowance = Refused(ReasonCode.ChangeCostsMore);
                return Answer(RefundSimulation.OfChange(order, all, after));
        }
    }

    /// <summary>The terms without these units; null if they cannot be had.</summary>
    private async Task<OrderTerms?> PriceWithoutAsync(Order order, IReadOnlyList<ParcelLine> givenUp, CancellationToken cancellation)
    {
        if (await contacts.FindAsync(order.CustomerId, order.OrderId, cancellation) is not { } contact)
            return null;
        var change = new OrderChange([.. givenUp.Select(line => new ChangeAction(ChangeKind.Remove, line.Sku, line.Quantity))]);
        var place = Destination.Of(contact.ShipTo);
        return ChangePricing
            .Price(
                OrderTerms.Of(order),
                change,
                place,
                place,
                acceptDuties: true,
                await catalogue.AllAsync(cancellation),
                tables,
                new FieldErrors()
            )
            ?.Terms;
    }

    private static bool GivesUpEverything(Order order, IReadOnlyList<ParcelLine> lines) =>
        order.Lines.All(ordered => lines.Any(line => line.Sku == ordered.Sku && line.Quantity == ordered.Quantity));

    private static List<ParcelLine>? Lines(JsonInput body, Order order)
    {
        if (!body.Has("lines"))
            return null;
        List<ParcelLine> lines = [];
        foreach (var input in body.Objects("lines", max: RequestLine.Most))
        {
            var line = new ParcelLine(input.Code("sku", 40), (int)input.Whole("quantity", 1, 999));
            var ordered = order.Lines.FirstOrDefault(known => known.Sku == line.Sku);
            if (ordered is null)
                input.Refuse("sku", "Is not in the order.");
            else if (line.Quantity > ordered.Quantity)
                input.Refuse("quantity", string.Create(CultureInfo.InvariantCulture, $"Is more than the {ordered.Quantity} of the order."));
            else if (lines.Exists(other => other.Sku == line.Sku))
                input.Refuse("sku", "Stands in another line already.");
            input.Close();
            lines.Add(line);
        }

        return lines;
    }
}
