using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>
/// Reserves the lines of an order: all of them or none, or those that are there while the order waits in the backorder queue for the
/// others. Where all is reserved it writes down what that means for the order. Keyed (order, reference).
/// </summary>
public sealed class ReserveStock(StepRecorder steps, OrderStore orders, StockStore stock, StockLook look)
{
    [Function(nameof(ReserveStock))]
    public async Task<StockAnswer> RunAsync([ActivityTrigger] AfterStep<StockStep> call, CancellationToken cancellation)
    {
        await steps.WriteAsync(call.Step, cancellation);
        var step = call.Input;
        var order = step is { Waits: false, Lines: not null } ? null : await orders.GetAsync(step.OrderId, cancellation);
        var lines = step.Lines ?? [.. order!.Lines.Select(line => new ParcelLine(line.Sku, line.Quantity))];
        var reservation = step.Waits
            ? await stock.ReserveAvailableAsync(step.OrderId, step.Reference, order!.PlacedAt, lines, cancellation)
            : await stock.ReserveAsync(step.OrderId, step.Reference, lines, cancellation);
        if (reservation.Reserved)
            await steps.WriteAsync(call.Then, cancellation);
        return new StockAnswer(reservation.Reserved)
        {
            Revision = reservation.Revision,
            Short =
                reservation.Missing.Count == 0
                    ? []
                    : await look.ShortAsync(await AgreedAsync(step.OrderId, cancellation), reservation.Missing, cancellation),
        };
    }

    private async Task<Order> AgreedAsync(string orderId, CancellationToken cancellation) =>
        (await orders.FindAsync(orderId, cancellation) ?? throw new InvalidOperationException($"Order {orderId} is not stored.")).Order;
}

/// <param name="Reference">Tells the reservations of one order apart; <c>order</c> is the first.</param>
/// <param name="Lines">
/// What is to be reserved, released or shipped; null for all lines as they were placed, or all that the reservation has.
/// </param>
/// <param name="Step">Tells the parts of one reservation apart that are released or shipped one by one.</param>
/// <param name="Waits">True: what is not there is waited for in the backorder queue.</param>
public sealed record StockStep(
    string OrderId,
    string Reference,
    IReadOnlyList<ParcelLine>? Lines = null,
    string Step = "",
    bool Waits = false
);

/// <param name="Reserved">False: nothing is, since not all of it was there.</param>
public sealed record StockAnswer(bool Reserved)
{
    /// <summary>Counts the reservation's changes.</summary>
    public int Revision { get; init; }

    /// <summary>The lines that are waited for in the backorder queue, and what could come instead.</summary>
    public IReadOnlyList<ShortLine> Short { get; init; } = [];
}
