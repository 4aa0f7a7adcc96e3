using Durable.Testing;
using DurableTask.Core.History;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Orchestrations.Orders;

namespace Workflow.Tests.Orders;

/// <summary>The journal is the only writer of an order's state, and the transition table its judge.</summary>
public sealed class JournalTests
{
    /// <summary>The id of an order whose books cannot be closed.</summary>
    private const string Failing = "o-fails";

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

    [Fact]
    public async Task Step_in_passing_is_written_by_the_activity_that_follows()
    {
        var (written, history) = await RunAsync(nameof(Passing), "o-1");

        Assert.Equal(["placed", "paid"], Assert.Single(written).Timeline.Select(line => OrderJson.Name(line.Kind)));
        Assert.Equal([nameof(CloseBooks)], history);
    }

    [Fact]
    public async Task Step_in_passing_is_written_although_its_activity_fails()
    {
        var (written, history) = await RunAsync(nameof(Passing), Failing);

        Assert.Single(written);
        Assert.Equal(nameof(RecordProgress), history[^1]);
    }

    [Fact]
    public async Task What_an_activity_refused_was_never_said()
    {
        var (written, _) = await RunAsync(nameof(Refused), Failing);

        var step = written[^1];
        Assert.Equal(["review_passed"], step.Timeline.Select(line => OrderJson.Name(line.Kind)));
        Assert.Empty(step.Mails);
        Assert.Equal((2, OrderStatus.InReview), (step.State.Sequence, step.State.Status));
    }

    /// <returns>The steps that were written, and the activities that were called.</returns>
    private static async Task<(List<Progress> Written, IReadOnlyList<string> Called)> RunAsync(string orchestration, string orderId)
    {
        var written = new List<Progress>();
        await using var services = new ServiceCollection().AddSingleton(written).BuildServiceProvider();
        var hub = TestHub.ForFunctions([typeof(Passing), typeof(Refused), typeof(Closing), typeof(Writing)], services);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(orchestration, Samples.Order(orderId));
        await hub.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.Client.GetInstanceAsync(id))!.RuntimeStatus);
        return (written, [.. hub.Instances[id].History.OfType<TaskScheduledEvent>().Select(call => call.Name!)]);
    }

    private static class Passing
    {
        [Function(nameof(Passing))]
        public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var journal = new OrderJournal(context);
            journal.Tell(TimelineKind.Placed, Actor.Customer);
            journal.WriteInPassing();
            journal.Tell(TimelineKind.Paid, Actor.Payment);
            journal.WriteInPassing();
            try
            {
                await journal.CallAsync(nameof(CloseBooks), new BooksToClose(journal.OrderId, journal.None));
            }
            catch (TaskFailedException)
            {
                // As the story settles an order of which a step failed.
            }

            await journal.WriteOwedAsync();
        }
    }

    private static class Refused
    {
        [Function(nameof(Refused))]
        public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var journal = new OrderJournal(context);
            journal.Becomes(OrderStatus.InReview);
            await journal.WriteAsync();
            journal.Tell(TimelineKind.ReviewPassed, Actor.System);
            try
            {
                await journal.WriteByAsync(
                    () =>
                    {
                        journal.Becomes(OrderStatus.AwaitingPayment);
                        journal.Mail(MailKind.PaymentRequested);
                    },
                    step =>
                        context.CallActivityAsync<string>(
                            nameof(CloseBooks),
                            new AfterStep<BooksToClose>(new(journal.OrderId, journal.None), step)
                        ),
                    (state, url) => state with { PaymentUrl = url }
                );
            }
            catch (TaskFailedException)
            {
                await journal.WriteAsync();
            }
        }
    }

    private sealed class Closing(List<Progress> written)
    {
        [Function(nameof(CloseBooks))]
        public Task<string> RunAsync([ActivityTrigger] AfterStep<BooksToClose> call)
        {
            if (call.Input.OrderId == Failing)
                throw new TimeoutException("The storage does not answer.");
            written.Add(call.Step!);
            return Task.FromResult("closed");
        }
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
