using Microsoft.Extensions.Logging;
using Orders.Functions.Commands;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Tables;
using Orders.Functions.Telemetry;

namespace Orders.Functions.Background;

/// <summary>
/// Tells what outside companies posted to this process, those of one order one after the other. The company has its answer by then.
/// </summary>
public sealed class EventDesk(Tray<OutsideEvent> tray, OutsideEvents events, ILogger<EventDesk> log) : Desk<OutsideEvent>(tray, log)
{
    private readonly Lanes _lanes = new();

    protected override Task DoAsync(OutsideEvent work) =>
        _lanes.RunAsync(
            work.Target.OrderId,
            async () =>
            {
                using var span = Signals.Continue("tell event", work.Trace)?.SetTag("order.id", work.Target.OrderId);
                await events.TellAsync(work, CancellationToken.None);
                return true;
            },
            CancellationToken.None
        );

    protected override string NameOf(OutsideEvent work) => $"Event {work.Target.HandledId} of order {work.Target.OrderId}";
}
