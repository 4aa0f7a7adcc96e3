using Lives.Storage;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// Who claims or asks something has an answer within the answer window, or is told that it is late: not before the day that was promised,
/// soon after it, once, with all that belongs to it (timeline, mail, broken promise); and never if the answer was there.
/// </summary>
internal sealed class AnswersInTime : Invariant
{
    private readonly Dictionary<string, CaseState> _cases = new(StringComparer.Ordinal);

    private TimeSpan Slack => Oracle.Slack.In(Life.Script);

    public override void OnRow(string table, StoredRow row)
    {
        if (
            table != StorageSchema.Orders
            || !row.Key.StartsWith(OrderRows.CasePrefix, StringComparison.Ordinal)
            || row.Read<CaseState>() is not { Kind: CaseKind.Claim or CaseKind.Request } now
        )
            return;
        if (_cases.TryGetValue(now.CaseId, out var before))
            Judge(row.PartitionKey, before, now);
        else if (Books.Order(row.PartitionKey) is { } order)
            Expect(
                now.DueBy == Deadlines.After(order.Windows.Answer, now.FiledAt),
                row.PartitionKey,
                $"the {now.Kind} {now.CaseId}, filed at {now.FiledAt:u}, is to be answered by {now.DueBy:u}"
            );
        _cases[now.CaseId] = now;
    }

    private void Judge(string orderId, CaseState before, CaseState after)
    {
        var now = Life.World.Clock.Now;
        if (!before.Escalated && after.Escalated)
            Expect(
                now >= before.DueBy && now <= before.DueBy + Slack,
                orderId,
                $"the answer to the {after.Kind} {after.CaseId} was said at {now:u} to be late, and was due at {before.DueBy:u}"
            );
        if (before.IsOpen && after is { IsOpen: false, Escalated: false })
            Expect(
                now <= before.DueBy + Slack,
                orderId,
                $"the {after.Kind} {after.CaseId} was answered at {now:u}, and nobody was told that this is later than {before.DueBy:u}"
            );
        Expect(
            before.DueBy == after.DueBy,
            orderId,
            $"the {after.Kind} {after.CaseId} was to be answered by {before.DueBy:u}, and now by {after.DueBy:u}"
        );
    }

    public override void AtEnd(Ending ending)
    {
        var promises = Life
            .World.Tables.Rows(StorageSchema.Promises)
            .Select(row => row.Read<PromiseRecord>())
            .Where(made => made.Promise.Kind == PromiseKind.Answer)
            .ToLookup(made => made.Promise.Reference, made => made.Promise, StringComparer.Ordinal);
        foreach (var order in ending.Orders)
        {
            foreach (var filed in order.Record.Cases.Where(filed => filed.Kind is CaseKind.Claim or CaseKind.Request))
                JudgeEnd(order, filed, [.. promises[$"{OrderJson.Name(filed.Kind)}:{filed.CaseId}"]]);
        }
    }

    private void JudgeEnd(OrderFile order, CaseState filed, IReadOnlyList<PromiseState> promises)
    {
        var kind = OrderJson.Name(filed.Kind);
        var late = filed.Escalated ? 1 : 0;
        var told = order.Timeline.Count(entry =>
            OrderJson.Name(entry.Kind) == $"{kind}_overdue" && entry.Facts?.GetValueOrDefault(kind) == filed.CaseId
        );
        var mails = order.Mails.Count(mail => mail.Mail.Kind == MailKind.AnswerLate && mail.Mail.Reference == $"{kind}:{filed.CaseId}");
        Expect(
            told == late && mails == late,
            order.Id,
            $"the answer to the {kind} {filed.CaseId} was late {late} times, {told} by the timeline, {mails} by mail"
        );
        if (filed.IsOpen || filed.Sequence == 0 || IsRefused(order, filed))
            return;
        var promised = string.Join(", ", promises);
        var kept = !filed.Escalated && filed.EndedAt <= filed.DueBy;
        Expect(
            promises is [var one] && one.By == filed.DueBy && one.Outcome == (kept ? PromiseOutcome.Kept : PromiseOutcome.Broken),
            order.Id,
            $"the {kind} {filed.CaseId}, due at {filed.DueBy:u}, was answered at {filed.EndedAt:u}, and the promise is {promised}"
        );
    }

    /// <summary>Its order never took it up, and a mail said so: no answer was promised.</summary>
    private static bool IsRefused(OrderFile order, CaseState filed) =>
        order.Mails.Any(mail =>
            mail.Mail.Kind == MailKind.CaseRefused && mail.Mail.Reference == $"{OrderJson.Name(filed.Kind)}:{filed.CaseId}"
        );
}
