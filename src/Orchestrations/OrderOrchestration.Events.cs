using System.Diagnostics;
using Orders.Functions.Activities;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Review;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Orchestrations;

// Events between and after the waits, and the writing down of each step.
public sealed partial class OrderOrchestration
{
    /// <summary>The refusal of what comes when the order has come to its end.</summary>
    private const string Finished = "finished";

    /// <summary>The next event, or null when the deadline is there. The time of an offered change runs out in between.</summary>
    private async Task<object?> NextUntilAsync(DateTimeOffset deadline)
    {
        while (_state.Offer is { } offer && offer.ExpiresAt <= deadline)
        {
            using var expiry = new Alarm(_context, offer.ExpiresAt);
            if (await _events.NextAsync(expiry.Rings) is { } next)
            {
                return next;
            }

            await ExpireOfferAsync();
        }

        using var alarm = new Alarm(_context, deadline);
        return await _events.NextAsync(alarm.Rings);
    }

    /// <summary>Takes what arrived while a step ran, before hand-over: money is counted, a cancel stops the order.</summary>
    private async Task<Stop?> TakeArrivedAsync()
    {
        while (_events.Arrived() is { } next)
        {
            if (await TakeAsync(next) is { } stop)
            {
                return stop;
            }
        }

        return null;
    }

    /// <summary>What any event means while nothing is with the carrier; a stage looks at its own events first.</summary>
    private async Task<Stop?> TakeAsync(object next)
    {
        switch (next)
        {
            case CancelRequest request when request.Means(_order):
                return Stop.Asked(request);
            case CancelRequest request:
                await RefuseAsync(request.EventId, "cancel", "order_changed_meanwhile");
                return null;
            case ChangeRequest request:
                await ConsiderChangeAsync(request);
                return null;
            case ChangeConfirmed decision:
                await TakeChangeDecisionAsync(decision);
                return null;
            default:
                await TakeAnyTimeAsync(next, "too_early");
                return null;
        }
    }

    private async Task TakeEverythingLateAsync()
    {
        while (_events.Arrived() is { } next)
        {
            await TakeLateAsync(next, Finished);
        }
    }

    /// <summary>What any event means when the order can no longer be stopped.</summary>
    private Task TakeLateAsync(object next, string refusal) => next switch
    {
        CancelRequest again when _state.Status == OrderStatus.Cancelling => RecordAsync(_state with { Commands = _state.Commands.With(again.EventId, new CommandOutcome(true, null)) }, handled: [again.EventId]),
        CancelRequest request => RefuseAsync(request.EventId, "cancel", Transitions.Against(_state.Status, Trigger.CancelRequest) ?? refusal),
        _ => TakeAnyTimeAsync(next, refusal),
    };

    /// <summary>Events that mean the same at every time: money is counted, cases go their way; what has no place at this time is refused, and its sender is told.</summary>
    private Task TakeAnyTimeAsync(object next, string refusal) => next switch
    {
        PaymentUpdate update => TakePaymentAsync(update),
        RefundDecision decision => DecideRefundAsync(decision),
        CaseEnd end => EndCaseAsync(end),
        ReviewDecision decision => RefuseAsync(decision.EventId, "review", "not_in_review"),
        ChangeRequest request => RefuseChangeAsync(request, CommandRules.AgainstChange(_state) ?? refusal),
        ChangeConfirmed decision => TakeChangeDecisionAsync(decision),
        StockArrived arrived => TakeArrivalAsync(arrived),
        StockDecision decision => DecideRestAsync(decision),
        RestOverdue overdue when overdue == _restWatch => GiveUpRestAsync(),
        ClaimFiled filed => TakeClaimAsync(filed, refusal),
        ReturnRequested requested => TakeReturnAsync(requested, refusal),
        ServiceRequest request => TakeRequestAsync(request, refusal),

        // A parcel's news are in its own row, a nudge only wakes, and an alarm of a wait that is over has nothing to say.
        ParcelUpdate or Nudge or RestOverdue => Task.CompletedTask,
        _ => throw new UnreachableException($"Nobody takes a {next.GetType().Name}."),
    };

    private Task RefuseAsync(string eventId, string command, string reason) => RecordAsync(
        _state with { Commands = _state.Commands.With(eventId, new CommandOutcome(false, reason)) },
        timeline: [Entry($"{command}_refused", "system", ("reason", reason))],
        handled: [eventId]);

    // Writing down

    private async Task RecordAsync(
        OrderState state,
        IReadOnlyList<TimelineEntry>? timeline = null,
        IReadOnlyList<MailOccasion>? mails = null,
        IReadOnlyList<LedgerEntry>? ledger = null,
        IReadOnlyList<string>? handled = null)
    {
        IReadOnlyList<LedgerEntry> entries = [.. _entries, .. ledger ?? []];
        _entries.Clear();
        _state = state with { Sequence = _state.Sequence + 1, Since = state.Status == _state.Status ? _state.Since : Now };
        _context.SetCustomStatus(OrderJson.Name(_state.Status));
        var progress = new Progress(_order.OrderId, _state) { DecidedAt = Now, Timeline = timeline ?? [], Mails = mails ?? [], Ledger = entries, Handled = handled ?? [] };
        await _context.CallActivityAsync(nameof(RecordProgress), progress, Retries.Storage);
    }

    private Task AlertAsync(string key, AlertKind kind, string text) => _context.CallActivityAsync(nameof(RaiseOpsAlert), new OpsAlertRequest(key, kind, _order.OrderId, text), Retries.Storage);

    private TimelineEntry Entry(string kind, string actor, params (string Name, string Value)[] facts) => new(Now, kind, actor, facts.Length == 0 ? null : Facts(facts));

    private static Dictionary<string, string> Facts(params (string Name, string Value)[] facts) => facts.ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal);

    /// <summary>Why an order stops before hand-over.</summary>
    private sealed record Stop(IReadOnlyList<string> Reasons, string By, string? RequestId = null)
    {
        public static Stop Asked(CancelRequest request) => new(["customer_request"], request.By, request.EventId);
    }
}
