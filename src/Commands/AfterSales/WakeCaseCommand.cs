using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>Tells an order again of a case that it has not taken up, and waits for nothing.</summary>
public sealed class WakeCaseCommand
{
    /// <summary>An order that has ended, or is not there, hears nothing.</summary>
    /// <inheritdoc cref="InstanceEvents.TellAsync"/>
    public async Task RunAsync(DurableTaskClient client, string orderId, CaseState unheard, CancellationToken cancellation)
    {
        var (name, _, payload) = CaseEvents.Of(unheard);
        if (await client.GetInstanceAsync(orderId, cancellation) is { IsCompleted: false })
            await client.TellAsync(orderId, name, payload, cancellation);
    }
}
