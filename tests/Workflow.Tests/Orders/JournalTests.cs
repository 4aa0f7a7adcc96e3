using Durable.Testing;
using DurableTask.Core.History;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Domain.Status;
using Orders.Functions.Orchestrations.Orders;

namespace Workflow.Tests.Orders;

/// <summary>The journal is the only writer of an order's state, and the transition table its judge.</summary>
public sealed class JournalTests
{
    [Fact]
    public async Task Step_that_the_transition_table_does_not_know_is_never_written()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        var hub = TestHub.ForFunctions([typeof(Leap)], services);

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Leap), Samples.Order("o-1"));
        var ended = await hub.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("An order does not go from Placed to Closed.", hub.Instances[id].FailureDetails!.ErrorMessage);
        Assert.DoesNotContain(hub.Instances[id].History, said => said is TaskScheduledEvent);
    }

    private static class Leap
    {
        [Function(nameof(Leap))]
        public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var journal = new OrderJournal(context);
            journal.Becomes(OrderStatus.Closed);
            return journal.WriteAsync();
        }
    }
}
