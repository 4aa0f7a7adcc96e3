using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Commands.Stock;

/// <summary>Wakes an order for which units came that it waited for.</summary>
public sealed class StockArrivalCommand
{
    /// <inheritdoc cref="InstanceEvents.TellAsync"/>
    public Task RunAsync(DurableTaskClient client, StockArrival arrival, CancellationToken cancellation) =>
        client.TellAsync(
            arrival.OrderId,
            OrderEvents.StockArrived,
            new StockArrived(arrival.EventId, arrival.Reference, arrival.Revision, arrival.Missing),
            cancellation
        );
}
