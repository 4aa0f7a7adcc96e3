using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;

namespace Orders.Functions.Activities;

/// <summary>Raises an alert for operations. Keyed: the same key is one alert.</summary>
public sealed class RaiseOpsAlert(OpsAlerts alerts)
{
    [Function(nameof(RaiseOpsAlert))]
    public Task RunAsync([ActivityTrigger] OpsAlertRequest alert, CancellationToken cancellation) =>
        alerts.RaiseAsync(alert.Key, alert.Kind, alert.OrderId, alert.Text, cancellation);
}

/// <param name="Text">For operations; never personal data.</param>
public sealed record OpsAlertRequest(string Key, AlertKind Kind, string OrderId, string Text);
