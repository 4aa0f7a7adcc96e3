using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Checks at an order's end that captured − refunded = the value of what the customer kept; a difference is an ops alert. What comes from
/// now on is taken by others.
/// </summary>
public sealed class CloseBooks(StepRecorder steps, OrderStore orders, OpsAlerts alerts)
{
    [Function(nameof(CloseBooks))]
    public async Task RunAsync([ActivityTrigger] AfterStep<BooksToClose> call, CancellationToken cancellation)
    {
        await steps.WriteAsync(call.Step, cancellation);
        var books = call.Input;
        var record =
            await orders.FindAsync(books.OrderId, cancellation) ?? throw new UnreachableException("An order that ends has a record.");
        foreach (var difference in Ledgers.Differences(record.Ledger, books.Kept))
        {
            await alerts.RaiseAsync(
                $"books:{books.OrderId}:{difference.Currency}",
                AlertKind.BooksDoNotBalance,
                books.OrderId,
                $"Captured − refunded differs from the value kept by {difference}.",
                cancellation
            );
        }

        await orders.MarkEndedAsync(books.OrderId, cancellation);
    }
}

public sealed record BooksToClose(string OrderId, Money Kept);
