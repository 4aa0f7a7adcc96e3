using DurableTask.Core;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Lives.Oracle;

/// <summary>
/// Every accepted order comes to an end, and with it all that was going on about it. An order whose end a person has to bring about (a
/// refund that the payment provider refuses, a parcel that came back) may wait for that person, who must have been told.
/// </summary>
internal sealed class EveryOrderEnds : Invariant
{
    public override void AtEnd(Ending ending)
    {
        foreach (var placed in Life.Orders.Values)
            Expect(ending.Orders.Any(order => order.Id == placed.OrderId), placed.OrderId, $"was accepted, and is not stored");
        foreach (var order in ending.Orders)
            JudgeOrder(order, ending);
        foreach (var (id, instance) in ending.Instances)
        {
            if (id.StartsWith("late-", StringComparison.Ordinal))
                Expect(instance.Status == OrchestrationStatus.Completed, null, $"the post-completion event {id} is {instance.Status}");
        }
    }

    private void JudgeOrder(OrderFile order, Ending ending)
    {
        if (!ending.Instances.TryGetValue(order.Id, out var instance))
        {
            Violated(order.Id, $"was stored as {order.State.Status}, and never started");
            return;
        }

        if (!order.State.IsFinal)
        {
            if (Persons.WaitedFor(order) is not { } reason)
                Violated(order.Id, $"stays {order.State.Status} (orchestration {instance.Status}), and waits for nobody");
            else
                Expect(
                    ending.AlertsOf(order.Id).Any(alert => reason.Alerts.Contains(alert.Kind)),
                    order.Id,
                    $"stays {order.State.Status} because of {reason.What}, and none of the alerts {reason.Names} is raised"
                );
            return;
        }

        Expect(
            instance.Status == OrchestrationStatus.Completed,
            order.Id,
            $"is {order.State.Status}, and its orchestration is {instance.Status}"
        );

        // A parcel that a failed order has nobody to follow goes its way alone.
        foreach (
            var (id, child) in ending.Instances.Where(other =>
                other.Key.StartsWith(order.Id + "-", StringComparison.Ordinal) && !other.Value.HasEnded
            )
        )
            Expect(order.State.Status == OrderStatus.Failed, order.Id, $"has ended, and {child.Name} {id} is {child.Status}");
    }
}
