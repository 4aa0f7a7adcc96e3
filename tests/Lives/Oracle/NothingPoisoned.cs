using System.Text;
using System.Text.RegularExpressions;
using DurableTask.Core;
using DurableTask.Core.History;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// Nothing is left behind that nobody can work off: no orchestration failed, no message stays in a queue or was put aside as poison,
/// nothing is in quarantine that could have been used; and no customer's name, address or mail stands in what the orchestrations carry.
/// </summary>
internal sealed partial class NothingPoisoned : Invariant
{
    private const int OneLifeIn = 20;

    public override void AtEnd(Ending ending)
    {
        foreach (
            var (id, instance) in ending.Instances.Where(one =>
                one.Value.Status is OrchestrationStatus.Failed or OrchestrationStatus.Terminated or OrchestrationStatus.Canceled
            )
        )
            Violated(
                null,
                $"{instance.Name} {id} is {instance.Status}: {instance.FailureDetails?.ErrorType} {instance.FailureDetails?.ErrorMessage}"
            );
        Expect(Life.World.Hub.Pending == 0, null, $"{Life.World.Hub.Pending} messages are left in the task hub");
        foreach (var queue in Life.World.Queues.Names.Where(queue => Life.World.Queues.Count(queue) > 0))
            Violated(null, $"{Life.World.Queues.Count(queue)} messages are left in the queue {queue}");
        foreach (var row in Life.World.Tables.Rows(StorageSchema.Quarantine, "open").Where(row => !IsMisdated(row)))
        {
            var item = row.Read<QuarantineItem>();
            Expect(IsNobodysFault(item), null, $"in quarantine: {item.EventId} of {item.Source}, {item.Reason}");
        }

        if (Life.Script.Seed % OneLifeIn == 0)
            JudgePrivacy(ending);
    }

    /// <summary>A scan on which stands a time that is not its own: it may be believed or not.</summary>
    private bool IsMisdated(Azure.Data.Tables.TableEntity row) =>
        ScanIn().Match(Encoding.UTF8.GetString(row.GetBinary("Body") ?? [])) is { Success: true } scan
        && Life.World.Carrier.MakingOf(scan.Value)?.IsMisdated == true;

    [GeneratedRegex("scan_[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex ScanIn();

    // What forgers sent; and scans of what customers sent back without saying by which waybill.
    private static bool IsNobodysFault(QuarantineItem item) =>
        item.Reason.StartsWith("signature", StringComparison.Ordinal)
        || item.Reason.StartsWith("waybill_unknown: R", StringComparison.Ordinal);

    private void JudgePrivacy(Ending ending)
    {
        string[] secrets =
        [
            "@mail.example",
            "Musterstra",
            "Market Street",
            "科技园路",
            "+8613800138000",
            .. Life.Script.Orders.Select(plan => $"Customer {plan.Customer}").Distinct(StringComparer.Ordinal),
        ];
        foreach (var (id, instance) in ending.Instances)
        {
            foreach (var text in instance.History.SelectMany(Carried).Append(instance.Input).Append(instance.Output).OfType<string>())
            {
                var plain = text.Contains("\\u", StringComparison.Ordinal) ? Regex.Unescape(text) : text;
                foreach (var secret in secrets.Where(secret => plain.Contains(secret, StringComparison.Ordinal)))
                    Violated(null, $"{id} carries '{secret}'");
            }
        }
    }

    private static IEnumerable<string?> Carried(HistoryEvent one) =>
        one switch
        {
            ExecutionStartedEvent started => [started.Input],
            TaskScheduledEvent scheduled => [scheduled.Input],
            TaskCompletedEvent completed => [completed.Result],
            TaskFailedEvent failed => [failed.Reason, failed.Details, failed.FailureDetails?.ToString()],
            EventRaisedEvent raised => [raised.Input],
            EventSentEvent sent => [sent.Input],
            SubOrchestrationInstanceCreatedEvent created => [created.Input],
            SubOrchestrationInstanceCompletedEvent completed => [completed.Result],
            _ => [],
        };
}
