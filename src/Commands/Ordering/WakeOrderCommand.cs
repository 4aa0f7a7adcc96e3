using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Commands.Ordering;

/// <summary>Moves an order that stands still though something should have happened.</summary>
public sealed class WakeOrderCommand
{
    /// <summary>One that was stored, and never began.</summary>
    public Task StartAsync(DurableTaskClient client, Order order, CancellationToken cancellation) =>
        OrderStarter.StartAsync(client, order, cancellation);

    /// <summary>One that has begun: it looks once more at what it waits for.</summary>
    /// <inheritdoc cref="InstanceEvents.TellAsync"/>
    public Task NudgeAsync(DurableTaskClient client, string orderId, Nudge nudge, CancellationToken cancellation) =>
        client.TellAsync(orderId, OrderEvents.Nudge, nudge, cancellation);
}
