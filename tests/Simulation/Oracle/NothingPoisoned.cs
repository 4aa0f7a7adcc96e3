using LocalRuntime.DurableTask.Core;
using Orders.Functions.Storage;

namespace Simulation.Oracle;

/// <summary>Nothing is left behind that nobody can work off: no orchestration failed, no message stays in a queue or was put aside as poison, nothing is in quarantine that could have been used; and no customer's name, address or mail stands in what the orchestrations carry.</summary>
internal sealed class NothingPoisoned : Invariant
{
    private const int OneLifeIn = 20;

    public override void AtEnd(Ending ending)
    {
        foreach (var (id, instance) in ending.Instances.Where(one => one.Value.Row.Status is OrchestrationStatus.Failed or OrchestrationStatus.Terminated or OrchestrationStatus.Canceled))
            Violated(null, $"{instance.Row.Name} {id} is {instance.Row.Status}: {instance.Row.Failure?.ErrorType} {instance.Row.Failure?.ErrorMessage}");
        foreach (var queue in Life.World.Queues.Names.Where(queue => Life.World.Queues.Count(queue) > 0))
            Violated(null, $"{Life.World.Queues.Count(queue)} messages are left in the queue {queue}");
        foreach (var item in Life.World.Tables.Rows(StorageSchema.Quarantine, "open").Select(row => row.Read<QuarantineItem>()).Where(item => !IsNobodysFault(item)))
            Violated(null, $"in quarantine: {item.EventId} of {item.Source}, {item.Reason}");
        if (Life.Script.Seed % OneLifeIn == 0)
            JudgePrivacy(ending);
    }

    // What forgers sent; and scans of what customers sent back without saying by which waybill.
    private static bool IsNobodysFault(QuarantineItem item) => item.Reason.StartsWith("signature", StringComparison.Ordinal) || item.Reason.StartsWith("waybill_unknown: R", StringComparison.Ordinal);

    private void JudgePrivacy(Ending ending)
    {
        string[] secrets = ["@mail.example", "Musterstra", "Market Street", "科技园路", "+8613800138000", .. Life.Script.Orders.Select(plan => $"Customer {plan.Customer}").Distinct(StringComparer.Ordinal)];
        foreach (var (id, instance) in ending.Instances)
        {
            foreach (var text in instance.History.SelectMany(Carried).Append(instance.Row.Input).Append(instance.Row.Output).OfType<string>())
            {
                var plain = text.Contains("\\u", StringComparison.Ordinal) ? System.Text.RegularExpressions.Regex.Unescape(text) : text;
                foreach (var secret in secrets.Where(secret => plain.Contains(secret, StringComparison.Ordinal)))
                    Violated(null, $"{id} carries '{secret}'");
            }
        }
    }

    private static IEnumerable<string?> Carried(HistoryEvent one) => one switch
    {
        ExecutionStarted started => [started.Input],
        TaskScheduled scheduled => [scheduled.Input],
        TaskCompleted completed => [completed.Result],
        TaskFailed failed => [failed.Failure.ErrorMessage],
        EventRaised raised => [raised.Input],
        EventSent sent => [sent.Input],
        SubOrchestrationInstanceCreated created => [created.Input],
        SubOrchestrationInstanceCompleted completed => [completed.Result],
        _ => [],
    };
}
