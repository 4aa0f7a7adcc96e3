using Orders.Functions.Domain.Status;

namespace Simulation.Oracle;

/// <summary>
/// Operations are called when a person is needed, and not otherwise: a failed order has its alert, and in a life in which nothing went wrong none fails and none gets stuck. Books that do not balance are never
/// explained by anything that happens outside.
/// </summary>
internal sealed class AlertsMeanSomething : Invariant
{
    private static readonly string[] _never = ["books_do_not_balance", "order_unsettled"];

    /// <summary>Alerts about a standstill or a failure, which have a cause only if something went wrong.</summary>
    private static readonly string[] _onlyInTrouble = ["order_stuck", "order_failed", "webhook_undelivered", "mail_unsure", "mail_refused", "mail_given_up", "mail_outage", "carrier_unanswered"];

    public override void AtEnd(Ending ending)
    {
        foreach (var order in ending.Orders.Where(order => order.State.Status == OrderStatus.Failed))
            Expect(ending.AlertsOf(order.Id).Any(alert => alert.Kind == "order_failed"), order.Id, $"has failed, and nobody was told");
        foreach (var alert in ending.Alerts)
        {
            if (_never.Contains(alert.Kind) || (ending.WasCalm && _onlyInTrouble.Contains(alert.Kind)))
                Violated(alert.OrderId, $"the alert {alert.Kind} was raised: {alert.Text}");
        }
    }
}
