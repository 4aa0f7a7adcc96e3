using Durable.Testing.Replay;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orchestrations.Orders;
using Progress = Orders.Functions.Domain.Status.Progress;

namespace Workflow.Tests.Histories;

/// <summary>
/// The gate before a release: what orders of each released version did is what today's code does. A failure names the orchestration, the
/// event and what to do (docs/decisions/0009-versions-of-orchestrations.md).
/// </summary>
public sealed class ReplayTests
{
    private static readonly ServiceProvider _services = new ServiceCollection().AddOrchestrations().BuildServiceProvider();

    private static readonly Lazy<HistoryGate> _gate = new(() =>
        HistoryGate.ForAssembly(typeof(OrderOrchestration).Assembly, _services, OrderVersions.Current)
    );

    public static TheoryData<string, string> Recordings =>
        [.. RecordedLives.Versions.SelectMany(version => RecordedLives.Of(version).Select(life => (version, life)))];

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Recorded_life_replays_to_the_letter(string version, string life)
    {
        var histories = RecordedLife.Read(RecordedLives.PathOf(version, life));

        Assert.Contains(histories, history => history.Orchestration == nameof(OrderOrchestration));
        Assert.All(histories, history => Assert.Equal(version, history.Version));
        Assert.Empty(
            histories
                .Select(history => _gate.Value.Check(history, exact: true))
                .OfType<ReplayDifference>()
                .Select(difference => difference.ToString())
        );
    }

    [Fact]
    public void New_orders_begin_under_a_version_whose_lives_are_recorded()
    {
        Assert.Equal(RecordedLives.Names.Order(StringComparer.Ordinal), RecordedLives.Of(OrderVersions.Current));
    }

    [Fact]
    public void Changed_order_of_calls_is_reported_with_step_and_remedy()
    {
        var history = HappyPath();

        var difference = HistoryGate.ForFunctions([typeof(Hasty)], _services).Check(history, exact: false);

        Assert.NotNull(difference);
        Assert.Equal((nameof(OrderOrchestration), "1", true), (difference.Orchestration, difference.Version, difference.Breaks));
        Assert.Equal(
            "OrderOrchestration (version 1), instance "
                + history.InstanceId
                + ", event 3: The history holds TaskScheduled 'ReviewOrder' #0, but the code now does TaskScheduled 'ReserveStock' #0. "
                + "Code of orchestrations in flight must not change its order of calls. Open instances with this history would "
                + "fail. Keep this code for them and put the change under a new version "
                + "(docs/decisions/0009-versions-of-orchestrations.md); if no release has this version yet, record its histories anew.",
            difference.ToString()
        );
    }

    [Fact]
    public void Changed_data_of_a_call_is_told_and_breaks_nothing()
    {
        var history = HappyPath().Until(4);
        var gate = HistoryGate.ForFunctions([typeof(Forgetful)], _services);

        var difference = gate.Check(history, exact: true);

        Assert.NotNull(difference);
        Assert.False(difference.Breaks);
        Assert.Contains("TaskScheduled 'ReviewOrder' #0 with", difference.What, StringComparison.Ordinal);
        Assert.Null(gate.Check(history, exact: false));
    }

    private static RecordedHistory HappyPath() =>
        RecordedLife
            .Read(RecordedLives.PathOf("1", "HappyPathTests.Paid_order_walks_to_closed"))
            .Single(history => history.Orchestration == nameof(OrderOrchestration));

    /// <summary>An order that reserves its goods before anybody looked at it.</summary>
    private static class Hasty
    {
        [Function(nameof(OrderOrchestration))]
        public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.CallActivityAsync(nameof(ReserveStock), context.GetInput<Order>());
    }

    /// <summary>An order that is looked at and writes nothing about itself.</summary>
    private static class Forgetful
    {
        [Function(nameof(OrderOrchestration))]
        public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.CallActivityAsync(nameof(ReviewOrder), new AfterStep<ReviewStep>(new ReviewStep("nothing", Terms: null), Step: null));
    }
}
