using System.Collections.Concurrent;
using System.Text.Json;
using Durable.Testing.Hub;
using DurableTask.Core.History;
using Lives.Machine;
using Lives.Oracle;
using Lives.Scripts;
using Lives.Storage;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Activities;
using Orders.Functions.Background;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Lives.Defects;

/// <summary>An event that the engine tells twice is two events, of two payments.</summary>
internal sealed class EventCountedPerTelling : Defect
{
    public override string Name => "event counted per telling";

    public override bool ShowsIn(Script script) => Has(script, FaultKind.EventTwice);

    public override ITaskOrchestrator Spoil(ITaskOrchestrator orchestrator) =>
        new SpoiltOrchestrator(orchestrator, context => new Counting(context));

    private sealed class Counting(TaskOrchestrationContext context) : PassingContext(context)
    {
        private readonly Dictionary<string, int> _told = new(StringComparer.Ordinal);

        public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
        {
            var raised = await base.WaitForExternalEvent<T>(eventName, cancellationToken);
            if (raised is not PaymentUpdate update)
                return raised;
            var times = _told[update.EventId] = _told.GetValueOrDefault(update.EventId) + 1;
            return times == 1
                ? raised
                : (T)
                    (object)(
                        update with
                        {
                            EventId = $"{update.EventId}#{times}",
                            Reference = update.Reference is { } reference ? $"{reference}#{times}" : null,
                        }
                    );
        }
    }
}

/// <summary>An event for an orchestration that is not there yet is taken for told.</summary>
internal sealed class RefusedEventForgotten : Defect
{
    public override string Name => "event forgotten that came before its order";

    public override bool ShowsIn(Script script) =>
        Has(script, FaultKind.StartLate) || script.Aimed?.Any(fault => fault.Kind == FaultKind.Hang) == true;

    public override async Task HandleAsync(AppProcess app, QueuedMessage message, Func<Task> handle)
    {
        if (message.Queue == WebhookInbox.Queue)
        {
            var (source, eventId, _) = JsonSerializer.Deserialize<WebhookMessage>(message.Body, OrderJson.Options)!;
            var inbox = app.Get<WebhookInbox>();
            if (
                await inbox.FindAsync(source, eventId) is { Outcome: null } posted
                && await app.Client.GetInstanceAsync(posted.Target.InstanceId) is null
            )
            {
                await inbox.SettleAsync(source, eventId, "delivered");
                return;
            }
        }

        await handle();
    }
}

/// <summary>A step that runs twice because its result was lost sets units aside twice.</summary>
internal sealed class StockSetAsidePerRun : Defect
{
    private readonly ConcurrentDictionary<string, bool> _done = new(StringComparer.Ordinal);

    public override string Name => "stock reserved per run";

    public override bool ShowsIn(Script script) => Has(script, FaultKind.ResultLost);

    public override async Task<object?> RunAsync(ActivityRun run, Func<Task<object?>> activity)
    {
        var result = await activity();
        if (
            run is { Name: nameof(ReserveStock), Input: AfterStep<StockStep> { Input: var step } }
            && result is StockAnswer { Reserved: true }
            && !_done.TryAdd($"{step.OrderId}/{step.Reference}", true)
        )
        {
            var order = await run.Services.GetRequiredService<OrderStore>().GetAsync(step.OrderId);
            var lines =
                step.Lines
                ??
                [
                    .. order.Lines.Where(line => line.Kind == ProductKind.Physical).Select(line => new ParcelLine(line.Sku, line.Quantity)),
                ];
            await run.Services.GetRequiredService<StockStore>().ReserveAsync(step.OrderId, $"{step.Reference}-again", lines);
        }

        return result;
    }
}

/// <summary>A timer that has fired is believed, however early it is.</summary>
internal sealed class EarlyTimerBelieved : Defect
{
    public override string Name => "early timer believed";

    public override bool ShowsIn(Script script) => script.Early || Has(script, FaultKind.TimerEarly);

    public override ITaskOrchestrator Spoil(ITaskOrchestrator orchestrator) =>
        new SpoiltOrchestrator(orchestrator, context => new Believing(context));

    private sealed class Believing(TaskOrchestrationContext context) : PassingContext(context)
    {
        private DateTime _rung;

        public override DateTime CurrentUtcDateTime => base.CurrentUtcDateTime > _rung ? base.CurrentUtcDateTime : _rung;

        public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
        {
            await base.CreateTimer(fireAt, cancellationToken);
            _rung = fireAt > _rung ? fireAt : _rung;
        }
    }
}

/// <summary>Each telling of the end of a parcel or case is booked.</summary>
internal sealed class EndBookedPerTelling : Defect
{
    private readonly ConcurrentDictionary<string, bool> _done = new(StringComparer.Ordinal);

    public override string Name => "end booked per telling";

    public override bool ShowsIn(Script script) => Has(script, FaultKind.EndTwice);

    public override void Spoil(IServiceCollection services, World world) => services.AddSingleton(world);

    public override async Task<object?> RunAsync(ActivityRun run, Func<Task<object?>> activity)
    {
        var result = await activity();
        if (WrittenSteps.In(run.Input) is not { } progress)
            return result;
        var history = run.Services.GetRequiredService<World>().Hub.Instances[progress.OrderId].History;
        var twice = history
            .OfType<SubOrchestrationInstanceCompletedEvent>()
            .GroupBy(end => end.TaskScheduledId)
            .FirstOrDefault(told => told.Count() > 1);
        if (twice is null || !_done.TryAdd(progress.OrderId, true))
            return result;
        var orders = run.Services.GetRequiredService<OrderStore>();
        var entry = (await orders.FindAsync(progress.OrderId))!.Ledger[^1];
        await orders.AppendLedgerAsync(progress.OrderId, entry with { Key = $"{entry.Key}#{twice.Key}" });
        return result;
    }
}

/// <summary>Nothing is tried again when storage does not answer.</summary>
internal sealed class OutageNotWaitedOut : Defect
{
    public override string Name => "minute's outage not waited out";

    public override bool ShowsIn(Script script) => Has(script, FaultKind.StorageAway);

    public override ITaskOrchestrator Spoil(ITaskOrchestrator orchestrator) =>
        new SpoiltOrchestrator(orchestrator, context => new Impatient(context));

    private sealed class Impatient(TaskOrchestrationContext context) : PassingContext(context)
    {
        public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
            base.CallActivityAsync<TResult>(name, input, options: null);
    }
}

/// <summary>Nobody looks after the mails whose message is hidden with a process that was killed.</summary>
internal sealed class OutboxNotSwept : Defect
{
    public override string Name => "outbox not swept";

    public override Task SweepAsync(string function, Func<Task> sweep) => function == nameof(MailSweep) ? Task.CompletedTask : sweep();
}
