using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Background;

/// <summary>
/// A mail in the poison queue: its sender died or failed on it several times. Nothing was lost, the outbox row knows it; it is tried
/// again after a while, which grows, and a person is told when that does not help either.
/// </summary>
public sealed class MailRescue(MailOutbox outbox, OpsAlerts alerts)
{
    private const int AttemptToReport = 2;

    private static readonly TimeSpan _firstWait = TimeSpan.FromSeconds(5);

    [Function(nameof(MailRescue))]
    public async Task RunAsync([QueueTrigger(MailOutbox.PoisonQueue)] string text, CancellationToken cancellation)
    {
        var message = JsonSerializer.Deserialize<MailMessage>(text, OrderJson.Options) ?? throw new JsonException("The message is empty.");
        if (IsReported(message))
            await alerts.RaiseAsync(
                AlertOf(message),
                AlertKind.MailStuck,
                message.OrderId,
                $"{OrderJson.Name(message.Kind)}: sending this mail fails again and again; see the log.",
                cancellation
            );

        await outbox.PostponeAsync(message, _firstWait * Math.Pow(4, Math.Min(message.Attempt, 5)), cancellation);
    }

    /// <summary>Whether a person may have been called because of this mail.</summary>
    internal static bool IsReported(MailMessage message) => message.Attempt >= AttemptToReport;

    /// <summary>The key of that call.</summary>
    internal static string AlertOf(MailMessage message) => $"mail_stuck:{message.OrderId}:{message.Kind}:{message.Reference}";
}
