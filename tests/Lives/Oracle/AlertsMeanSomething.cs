using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Lives.Oracle;

/// <summary>
/// Operations are called when a person is needed, and not otherwise: a failed order has its alert, and in a life in which nothing went
/// wrong none fails and none gets stuck. Books that do not balance are never explained by anything that happens outside.
/// </summary>
internal sealed class AlertsMeanSomething : Invariant
{
    private static readonly AlertKind[] _never = [AlertKind.BooksDoNotBalance, AlertKind.OrderUnsettled];

    /// <summary>Alerts about a standstill or a failure, which have a cause only if something went wrong.</summary>
    private static readonly AlertKind[] _onlyInTrouble =
    [
        AlertKind.OrderStuck,
        AlertKind.OrderFailed,
        AlertKind.WebhookUndelivered,
        AlertKind.MailUnsure,
        AlertKind.MailRefused,
        AlertKind.MailUndelivered,
        AlertKind.MailOutage,
        AlertKind.CarrierUnanswered,
    ];

    public override void AtEnd(Ending ending)
    {
        foreach (var order in ending.Orders.Where(order => order.State.Status == OrderStatus.Failed))
            Expect(
                ending.AlertsOf(order.Id).Any(alert => alert.Kind == AlertKind.OrderFailed),
                order.Id,
                $"has failed, and nobody was told"
            );
        foreach (var alert in ending.Alerts)
        {
            if (_never.Contains(alert.Kind) || (ending.WasCalm && _onlyInTrouble.Contains(alert.Kind)))
                Violated(alert.OrderId, $"the alert {OrderJson.Name(alert.Kind)} was raised: {alert.Text}");
        }
    }
}
