using Durable.Testing;
using DurableTask.Core.History;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Activities;
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

    [Theory]
    [InlineData("", 2, "2")]
    [InlineData("parcel-1", 2, "parcel-1/2")]
    [InlineData("claim:CL-7", 3, "claim:CL-7:3")]
    public void Second_mail_under_the_same_reference_gets_a_key_of_its_own(string reference, int times, string expected) =>
        Assert.Equal(expected, MailKeys.Again(reference, times));

    [Fact]
    public async Task Mail_owed_twice_is_written_down_twice()
    {
        var written = new List<Progress>();
        await using var services = new ServiceCollection().AddSingleton(written).BuildServiceProvider();
        var hub = TestHub.ForFunctions([typeof(Reminding), typeof(Writing)], services);

        await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Reminding), Samples.Order("o-1"));
        await hub.RunUntilIdleAsync();

        Assert.Equal(["pay", "pay:2"], Assert.Single(written).Mails.Select(mail => mail.Reference));
    }

    private sealed class Writing(List<Progress> written)
    {
        [Function(nameof(RecordProgress))]
        public Task RunAsync([ActivityTrigger] Progress progress)
        {
            written.Add(progress);
            return Task.CompletedTask;
        }
    }

    private static class Reminding
    {
        [Function(nameof(Reminding))]
        public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var journal = new OrderJournal(context);
            journal.Mail(MailKind.PaymentReminder, "pay");
            journal.Mail(MailKind.PaymentReminder, "pay");
            return journal.WriteAsync();
        }
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
