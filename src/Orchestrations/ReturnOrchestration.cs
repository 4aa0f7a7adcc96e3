using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations;

/// <summary>One return, from its RMA to what was found in the parcel, or to its lapse. What it comes to is carried out by its order.</summary>
public sealed class ReturnOrchestration
{
    private readonly TaskOrchestrationContext _context;
    private readonly ReturnCase _case;
    private readonly ReturnRequested _return;
    private readonly EventFeed _events;
    private ReturnPart _part;
    private CaseStatus _status = CaseStatus.Open;
    private bool _extended;
    private bool _overdue;
    private int _sequence;

    private ReturnOrchestration(TaskOrchestrationContext context)
    {
        _context = context;
        _case = context.GetInput<ReturnCase>() ?? throw new InvalidOperationException("A return orchestration starts with its return.");
        _return = _case.Requested;
        _part = new ReturnPart(_return.Wants, _return.Reason, _return.Terms);
        _events = new EventFeed(context)
            .On<ReturnSent>(OrderEvents.ReturnSent, sent => sent.EventId)
            .On<CarrierUpdate>(OrderEvents.CarrierUpdate, update => update.EventId)
            .On<ReturnReceived>(OrderEvents.ReturnReceived, received => received.EventId);
    }

    private DateTimeOffset Now => new(_context.CurrentUtcDateTime, TimeSpan.Zero);

    private string Occasion => $"return:{_return.Rma}";

    private bool HasArrived => _part.Parcel?.DeliveredAt is not null;

    [Function(nameof(ReturnOrchestration))]
    public static Task<CaseEnd> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) => new ReturnOrchestration(context).RunAsync();

    private async Task<CaseEnd> RunAsync()
    {
        await RevokeLicencesAsync();
        if (_return.Terms.ToSend.Count == 0)
        {
            return await SettleAsync([], "rule");
        }

        await RecordAsync(Step() with { Mails = [Mail(MailKind.ReturnGranted)] });
        return await WaitForInspectionAsync() is { } received ? await SettleAsync(received.Lines, received.By, received.EventId) : await LapseAsync();
    }

    /// <summary>Licences are not sent back: they end where they are.</summary>
    private async Task RevokeLicencesAsync()
    {
        if (_return.Terms.Licences is { Count: > 0 } licences)
        {
            IReadOnlyList<ParcelLine> lines = [.. licences.Select(line => new ParcelLine(line.Sku, line.Quantity))];
            await _context.CallActivityAsync(nameof(RevokeLicences), new LicencesToRevoke(_case.OrderId, Occasion, lines), Retries.Storage);
            await RecordAsync(Step() with { Timeline = [Entry("licences_revoked", "system")] });
        }
    }

    /// <returns>Null if nothing came in time.</returns>
    private async Task<ReturnReceived?> WaitForInspectionAsync()
    {
        DateTimeOffset? clock = _return.RemindAt;
        while (true)
        {
            using var alarm = clock is { } at ? new Alarm(_context, at) : null;
            switch (await _events.NextAsync(alarm?.Rings))
            {
                case ReturnReceived received:
                    return received;

                case ReturnSent sent:
                    await NoteWaybillAsync(sent);
                    break;

                case CarrierUpdate update:
                    clock = await FollowAsync(update) ?? clock;
                    break;

                case null when !HasArrived && Now < _return.SendBy:
                    await RemindAsync();
                    clock = _return.SendBy;
                    break;

                case null when await TakeLatenessAsync():
                    clock = _overdue ? null : _return.SendBy + _case.Window;
                    break;

                case null:
                    return null;
            }
        }
    }

    private Task NoteWaybillAsync(ReturnSent sent)
    {
        _part = _part with { Parcel = Parcel with { Carrier = sent.Carrier, Waybill = sent.Waybill } };
        return RecordAsync(Step() with { Timeline = [Entry("return_announced", "customer", ("carrier", sent.Carrier), ("waybill", sent.Waybill))], Handled = [sent.EventId] });
    }

    private ParcelState Parcel => _part.Parcel ?? new ParcelState { Number = 0, Lines = [.. _return.Terms.ToSend.Select(line => new ParcelLine(line.Sku, line.Quantity))], Status = ParcelStatus.Preparing };

    /// <returns>When the clock rings next; null if that has not changed.</returns>
    private async Task<DateTimeOffset?> FollowAsync(CarrierUpdate update)
    {
        var before = _part.Parcel;
        var parcel = ParcelMerge.Merge(Parcel, update.Scans);
        var arrives = parcel.DeliveredAt is not null && before?.DeliveredAt is null;
        var leaves = !arrives && parcel.HandedOver && before is not { HandedOver: true };
        DateTimeOffset? inspectBy = arrives ? await _context.CallActivityAsync<DateTimeOffset>(nameof(SetClock), _case.Inspection, Retries.Storage) : null;

        _part = _part with { Parcel = parcel };
        _status = parcel.DeliveredAt is not null ? CaseStatus.Received : parcel.HandedOver ? CaseStatus.InTransit : CaseStatus.Open;
        await RecordAsync(Step() with
        {
            DueBy = inspectBy,
            Timeline = arrives ? [Entry("return_arrived", "carrier")] : leaves ? [Entry("return_in_transit", "carrier")] : [],
            Mails = arrives ? [Mail(MailKind.ReturnReceived)] : [],
            Handled = [update.EventId],
        });
        return inspectBy;
    }

    private Task RemindAsync() => _part.Parcel is null
        ? RecordAsync(Step() with { Timeline = [Entry("return_reminded", "system")], Mails = [Mail(MailKind.ReturnReminder)] })
        : Task.CompletedTask;

    /// <summary>A parcel that is on its way, or was announced, is waited for as long again; one that the carrier has, or that has arrived, is for a person to look after.</summary>
    /// <returns>False if there is nothing to wait for.</returns>
    private async Task<bool> TakeLatenessAsync()
    {
        if (HasArrived)
        {
            _overdue = true;
            await AlertAsync(AlertKind.ReturnNotInspected, "A return has arrived and was not inspected in time.");
            return true;
        }

        if (!_extended && _part.Parcel is not null)
        {
            _extended = true;
            return true;
        }

        if (_part.Parcel is not { HandedOver: true })
        {
            return false;
        }

        _overdue = true;
        await AlertAsync(AlertKind.ReturnMissing, "The carrier has the parcel of a return, and it has not arrived. Ask the carrier; inspect it as missing if it is lost.");
        return true;
    }

    private async Task<CaseEnd> SettleAsync(IReadOnlyList<InspectedLine> inspected, string by, string? eventId = null)
    {
        var verdict = ReturnDue.Of(_return.Terms, _return.Wants, inspected, by);
        _part = _part with { Inspected = inspected, Verdict = verdict };
        _status = verdict.Accepted ? CaseStatus.Accepted : CaseStatus.Declined;
        List<TimelineEntry> timeline = [];
        if (verdict.Refund.Amount > 0)
        {
            timeline.Add(Entry("return_refund", "shop", ("amount", verdict.Refund.ToString())));
        }

        if (verdict.Exchanged.Count > 0)
        {
            timeline.Add(Entry("return_exchange", "shop"));
        }

        if (verdict.SentBack.Count > 0)
        {
            timeline.Add(Entry("return_sent_back", "shop"));
        }

        if (timeline.Count == 0)
        {
            timeline.Add(Entry("return_declined", "shop"));
        }

        await RecordAsync(Step() with { EndedAt = Now, Timeline = timeline, Mails = [Mail(MailKind.ReturnSettled, Paid(verdict))], Handled = eventId is null ? [] : [eventId] });
        return ReturnDue.Of(_return.Rma, _return.Lines, verdict);
    }

    private async Task<CaseEnd> LapseAsync()
    {
        var verdict = ReturnDue.Of(_return.Terms, _return.Wants, [], "rule");
        _part = _part with { Verdict = verdict };
        _status = CaseStatus.Lapsed;
        await RecordAsync(Step() with { EndedAt = Now, Timeline = [Entry("return_lapsed", "system")], Mails = [Mail(MailKind.ReturnLapsed, Paid(verdict))] });
        return ReturnDue.Of(_return.Rma, [.. _return.Terms.Licences.Select(line => new ParcelLine(line.Sku, line.Quantity))], verdict);
    }

    private static (string Name, string Value) Paid(ReturnVerdict verdict) => ("amount", verdict.Refund.Amount > 0 ? verdict.Refund.ToString() : "");

    private CaseStep Step() => new(_case.OrderId, CaseKind.Return, _return.Rma, ++_sequence, _status) { Return = _part, Escalated = _overdue };

    private Task RecordAsync(CaseStep step)
    {
        _context.SetCustomStatus(OrderJson.Name(step.Status));
        return _context.CallActivityAsync(nameof(RecordCase), step with { DecidedAt = Now }, Retries.Storage);
    }

    private Task AlertAsync(AlertKind kind, string text) =>
        _context.CallActivityAsync(nameof(RaiseOpsAlert), new OpsAlertRequest($"{OrderJson.Name(kind)}:{_return.Rma}", kind, _case.OrderId, text), Retries.Storage);

    private TimelineEntry Entry(string kind, string actor, params (string Name, string Value)[] facts) => new(Now, kind, actor, Facts([("rma", _return.Rma), .. facts]));

    private MailOccasion Mail(MailKind kind, params (string Name, string Value)[] facts) => new(kind, Occasion, Facts(facts));

    private static Dictionary<string, string> Facts((string Name, string Value)[] facts) =>
        facts.Where(fact => fact.Value.Length > 0).ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal);
}
